package org.skipconv.bench.model;

import java.nio.FloatBuffer;
import java.util.List;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;
import org.skipconv.models.vision.Letterbox;

/** Frames of scenes as a detector sees them, one scene behind the other; without labels. */
record SampleFrames(DetectionModel model, List<Scene> scenes, int perScene)
    implements TrainingFrames {

  @Override
  public int size() {
    return scenes.size() * perScene;
  }

  @Override
  public boolean startsShot(int index) {
    return index % perScene == 0;
  }

  @Override
  public float[] frame(int index) {
    SceneFrame frame = scenes.get(index / perScene).frame(index % perScene);
    Anchors anchors = model.anchors();
    int pixels = anchors.inputHeight() * anchors.inputWidth();
    FloatBuffer nhwc = FloatBuffer.allocate(3 * pixels);
    new Letterbox(
            frame.image().height(),
            frame.image().width(),
            anchors.inputHeight(),
            anchors.inputWidth())
        .sampler(model.normalization())
        .sample(frame.image(), nhwc);
    float[] planes = new float[3 * pixels];
    for (int i = 0; i < planes.length; i++) {
      planes[i % 3 * pixels + i / 3] = nhwc.get(i);
    }
    return planes;
  }
}

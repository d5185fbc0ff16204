package org.skipconv.models.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pck;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;

/** The embedded network finds people in scenes that it was not trained on. */
class EmbeddedPoseTest {

  @Test
  void findsTheJointsOfAScene() {
    Pck pck = new Pck(0.2);
    for (long seed = 700_000; seed < 700_004; seed++) {
      Script script = Script.empty().walkIn(20).stand(6).walk(20);
      Scene scene = Scene.builder().size(256, 192).seed(seed).script(script).noise(0.7).build();
      CropWindow whole = new CropWindow(0, 0, 192, 256);
      try (PoseEstimator poses =
          PoseEstimator.open(EmbeddedPose.network(), SessionOptions.dense(), whole)) {
        for (int t = 15; t < 45; t += 5) {
          SceneFrame frame = scene.frame(t);
          Pose found = poses.next(frame.image());
          Figure figure = frame.figures().get(0);
          double size = Math.max(figure.box().width(), figure.box().height());
          pck.add(truth(figure), found, size);
        }
      }
    }
    assertThat(pck.joints()).isGreaterThan(200);
    assertThat(pck.share().orElseThrow()).isGreaterThan(0.95);
  }

  private static Pose truth(Figure figure) {
    List<Joint> joints = new ArrayList<>();
    for (int j = 0; j < figure.joints().size(); j++) {
      FigureJoint joint = figure.joints().get(j);
      float score = joint.visibility() > 0 ? 1 : 0;
      joints.add(new Joint(Figure.JOINT_NAMES.get(j), (float) joint.x(), (float) joint.y(), score));
    }
    return new Pose(JointSet.COCO_17, joints);
  }
}

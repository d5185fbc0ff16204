package org.skipconv.bench.lab.ablation;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.models.VideoModel;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.SceneFrame;
import org.skipconv.models.vision.PixelSampler;

/** A scene's frames as the network takes them, and who is in each. */
record LoadedScene(List<InputTensor> frames, List<List<Figure>> truth) implements AutoCloseable {

  static LoadedScene load(Terms terms, int number) {
    Scene scene = terms.suite().scene(number);
    VideoModel<?> model = terms.chosen().model();
    PixelSampler sampler =
        model.place(scene.height(), scene.width()).sampler(model.normalization());
    FloatBuffer scratch = LoadedFrames.scratch(terms.network().inputShape());
    LoadedScene loaded = new LoadedScene(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < terms.workload().frames(); i++) {
      SceneFrame frame = scene.frame(i);
      InputTensor tensor = new InputTensor(terms.network().inputShape());
      tensor.fill(frame.image(), sampler, scratch);
      loaded.frames.add(tensor);
      loaded.truth.add(frame.figures());
    }
    return loaded;
  }

  @Override
  public void close() {
    frames.forEach(InputTensor::close);
  }
}

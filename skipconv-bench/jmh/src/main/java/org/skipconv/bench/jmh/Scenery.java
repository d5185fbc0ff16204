package org.skipconv.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.footage.VideoFootage;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.Parity;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.WeightOrigin;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.layer.LoopedFrames;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.CropWindow;

/**
 * A network and what it looks at, as the benchmarks' parameters name them.
 *
 * @param loaded frames, decoded
 */
record Scenery(SkipNetwork network, LoadedFrames loaded) implements AutoCloseable {
  private static final long SEED = 1;

  /**
   * Reads what is asked for.
   *
   * @param size HEIGHTxWIDTH, empty for the model's
   * @param weights a file, empty for generated ones
   * @param video a file, or synthetic
   * @param crop {@code x,y,w,h}, empty for the model's usual view
   */
  static Scenery open(
      String model, String size, String weights, String video, int start, int frames, String crop) {
    NamedModel<?> named = Models.named(model);
    Size input = size.isEmpty() ? named.usualSize() : Size.parse(size);
    ChosenModel<?> chosen = chosen(named, input, weights);
    Footage footage =
        video.equals(SceneFootage.NAME)
            ? SceneFootage.standard(input)
            : new VideoFootage(Path.of(video));
    CropWindow window = crop.isEmpty() ? null : CropWindow.parse(crop);
    Gating none = new Gating("none", null, 1, null, null, null, SessionOptions.exact());
    Setup setup = new Setup("jmh", chosen, footage, start, frames, window, none);
    return new Scenery(chosen.network(), LoadedFrames.load(setup, frames, Progress.NONE));
  }

  private static <R> ChosenModel<R> chosen(NamedModel<R> named, Size size, String weights) {
    try {
      VideoModel<R> model =
          weights.isEmpty() ? named.seeded(size, SEED) : named.load(size, Path.of(weights));
      WeightOrigin origin = weights.isEmpty() ? WeightOrigin.GENERATED : WeightOrigin.FILE;
      return new ChosenModel<>(named, model, weights, origin, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the weights " + weights, e);
    }
  }

  /**
   * Makes sure that the dense path and ONNX Runtime agree.
   *
   * @throws IllegalStateException when they do not, so that no time is taken
   */
  void requireParity() {
    try (OnnxRuntimePeer onnx = OnnxRuntimePeer.open(network, 1)) {
      requireParity(onnx);
    }
  }

  void requireParity(OnnxRuntimePeer onnx) {
    try (SessionPeer dense = new SessionPeer("dense", network, SessionOptions.dense())) {
      Parity.require(dense, onnx, frame(0));
      Parity.require(dense, onnx, frame(loaded.frames().size() / 2));
    }
  }

  /** The n-th frame to show. */
  InputTensor frame(long n) {
    return LoopedFrames.at(loaded.frames(), n);
  }

  @Override
  public void close() {
    loaded.close();
  }
}

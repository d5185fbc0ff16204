package org.skipconv.gates.training;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;

/**
 * The network without gates, as it was before the training. Its outputs are those of a session,
 * which takes about half the time that PyTorch would take for them.
 */
final class DenseTeacher implements AutoCloseable {
  /** As many as a session may have. */
  private static final int MOST_THREADS = 256;

  private final SkipNetwork network;
  private final VideoSession session;

  DenseTeacher(SkipNetwork network, int threads) {
    this.network = network;
    this.session =
        network.open(SessionOptions.dense().withThreads(Math.min(MOST_THREADS, threads)));
  }

  /**
   * Outputs of a frame by name.
   *
   * @param frame [1, C, H, W]
   */
  Map<String, Tensor> of(Tensor frame) {
    Shape shape = network.inputShape();
    float[] values = PyTorch.floats(frame);
    FrameResult result =
        session.next(
            org.skipconv.core.Tensor.of(values, shape.channels(), shape.height(), shape.width()));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    network.outputs().keySet().forEach(name -> outputs.put(name, tensor(result.map(name))));
    return outputs;
  }

  private static Tensor tensor(FeatureMap map) {
    Shape shape = map.shape();
    float[] pixels = new float[Math.toIntExact(shape.elements())];
    map.copyTo(FloatBuffer.wrap(pixels));
    return Tensor.create(pixels, 1, shape.height(), shape.width(), shape.channels())
        .permute(0, 3, 1, 2);
  }

  @Override
  public void close() {
    session.close();
  }
}

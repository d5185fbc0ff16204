package org.skipconv.gates.training;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frames for a differentiable model, and what it gives, as plain arrays. */
final class Tensors {
  private Tensors() {}

  static Tensor frames(List<INDArray> frames, torch.ScalarType type) {
    return Clips.join(
        frames.stream()
            .map(frame -> Tensor.create(frame.dup('c').data().asFloat(), frame.shape()).to(type))
            .toArray(Tensor[]::new));
  }

  /** Entry t of the first axis. */
  static float[] at(Tensor tensor, int t) {
    return PyTorch.floats(tensor.narrow(0, t, 1));
  }

  static double largestError(float[] expected, float[] actual) {
    double scale = 1e-30;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(expected[i] - actual[i]));
    }
    return error / scale;
  }
}

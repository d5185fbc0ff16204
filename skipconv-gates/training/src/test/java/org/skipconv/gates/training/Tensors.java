package org.skipconv.gates.training;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Frames for a differentiable model, and what it gives, as plain arrays. */
final class Tensors {
  private Tensors() {}

  static Tensor frames(List<org.skipconv.core.Tensor> frames, torch.ScalarType type) {
    return Clips.join(
        frames.stream()
            .map(frame -> Tensor.create(frame.values(), sizes(frame)).to(type))
            .toArray(Tensor[]::new));
  }

  private static long[] sizes(org.skipconv.core.Tensor frame) {
    return Arrays.stream(frame.shape()).asLongStream().toArray();
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

package org.skipconv.gates.training;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Op;

/** Squeeze-excite; its factors are held until one of them is off by more than a threshold. */
record DifferentiableSqueeze(DifferentiableWeights weights, Op.SqueezeExcite op, float threshold) {
  private static final ConvSpec POINT = ConvSpec.of(1);

  Tensor compute(Tensor x, Clips clips) {
    Tensor means = x.mean(new long[] {2, 3}, true, new ScalarTypeOptional());
    Tensor squeezed =
        Windows.convolve(
            means, weights.get(op.reduceWeight()), weights.get(op.reduceBias()), POINT, 1);
    Tensor inner = DifferentiableModel.activate(squeezed, op.inner());
    Tensor factors =
        Windows.convolve(
                inner, weights.get(op.expandWeight()), weights.get(op.expandBias()), POINT, 1)
            .sigmoid();
    return x.mul(held(factors, clips));
  }

  /** The gradient goes to the frame whose factors are in use. */
  private Tensor held(Tensor factors, Clips clips) {
    if (threshold == 0 || clips.frames() == 1) {
      return factors;
    }
    float[] values = PyTorch.floats(factors);
    int channels = op.channels();
    long[] used = new long[clips.frames() * clips.clips()];
    for (int i = 0; i < used.length; i++) {
      used[i] = i;
      if (i >= clips.clips()) {
        int before = (int) used[i - clips.clips()];
        used[i] = farthest(values, i, before, channels) > threshold ? i : before;
      }
    }
    return factors.index_select(0, Tensor.create(used));
  }

  private static float farthest(float[] values, int a, int b, int channels) {
    float most = 0;
    for (int c = 0; c < channels; c++) {
      most = Math.max(most, Math.abs(values[a * channels + c] - values[b * channels + c]));
    }
    return most;
  }
}

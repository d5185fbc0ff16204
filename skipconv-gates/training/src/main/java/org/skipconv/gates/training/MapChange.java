package org.skipconv.gates.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Change of a map as CARRY's gates see it, the same for all layers that read it.
 *
 * @param fresh {@code sum over channels of |x_t - x_(t-1)|} for t from 1, [(T - 1) * clips, 1, H,
 *     W]
 * @param size mean |x_0| of each clip, never 0, [clips, 1, 1, 1]
 */
record MapChange(Tensor fresh, Tensor size) {

  /** Mean |x| of each of n maps, never 0: [n, 1, 1, 1]. */
  static Tensor size(Tensor x) {
    return x.abs()
        .mean(new long[] {1, 2, 3}, true, new ScalarTypeOptional())
        .clamp_min(new Scalar(1e-12));
  }
}

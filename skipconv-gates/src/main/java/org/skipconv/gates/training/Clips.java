package org.skipconv.gates.training;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * How clips lie in a tensor [frames * clips, C, H, W]: all clips' first frames, then all their
 * second frames, and so on.
 *
 * @param frames of each clip, T
 * @param clips that are computed together
 */
record Clips(int frames, int clips) {

  /** Frame 0 of each clip. */
  Tensor first(Tensor x) {
    return x.narrow(0, 0, clips);
  }

  /** Frame t of each clip. */
  Tensor at(Tensor x, int t) {
    return x.narrow(0, (long) t * clips, clips);
  }

  /** {@code r_t = x_t - x_(t-1)} for t = 1 to T - 1. */
  Tensor residuals(Tensor x) {
    long later = (frames - 1L) * clips;
    return x.narrow(0, clips, later).sub(x.narrow(0, 0, later));
  }

  /** {@code z_t = sum of terms 0 to t}, for each clip. */
  Tensor running(Tensor terms) {
    if (clips == 1) {
      return terms.cumsum(0);
    }
    long[] s = terms.shape();
    return terms.reshape(frames, clips, s[1], s[2], s[3]).cumsum(0).reshape(s);
  }

  static Tensor join(Tensor... parts) {
    return torch.cat(new TensorVector(parts), 0);
  }
}

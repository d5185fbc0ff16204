package org.skipconv.gates.training;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Order of clips in a tensor [frames * clips, C, H, W]: all clips' first frames, then all their
 * second frames, and so on.
 *
 * @param frames of each clip, T
 * @param clips that are computed together
 */
record Clips(int frames, int clips) {

  /** Frame 0 of each clip. */
  Tensor first(Tensor x) {
    return each(x)[0];
  }

  /**
   * {@code r_t = x_t - x_(t-1)} for t = 1 to T - 1. Frame by frame: the gradients of two ranges of
   * frames, each filled up with zeros, take four times as long.
   */
  Tensor residuals(Tensor x) {
    Tensor[] all = each(x);
    Tensor[] residuals = new Tensor[frames - 1];
    for (int t = 1; t < frames; t++) {
      residuals[t - 1] = all[t].sub(all[t - 1]);
    }
    return join(residuals);
  }

  /**
   * {@code z_t = sum of terms 0 to t}, for each clip. Added up frame by frame: PyTorch's own
   * running sum and its gradient take several times as long.
   */
  Tensor running(Tensor terms) {
    Tensor[] sums = each(terms);
    for (int t = 1; t < frames; t++) {
      sums[t] = sums[t - 1].add(sums[t]);
    }
    return join(sums);
  }

  /** Frame 0 of each clip in the place of all its frames. */
  Tensor held(Tensor x) {
    Tensor[] all = new Tensor[frames];
    Arrays.fill(all, first(x));
    return join(all);
  }

  /** Frame 0 of each clip, frame 1 of each clip and so on. */
  Tensor[] each(Tensor x) {
    TensorVector parts = x.split(clips, 0);
    Tensor[] all = new Tensor[(int) parts.size()];
    for (int t = 0; t < all.length; t++) {
      all[t] = parts.get(t);
    }
    return all;
  }

  static Tensor join(Tensor... parts) {
    return torch.cat(new TensorVector(parts), 0);
  }
}

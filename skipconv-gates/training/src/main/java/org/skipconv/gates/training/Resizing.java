package org.skipconv.gates.training;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Op;

/** Change of height and width by the rules of {@link Op.Resize}. */
final class Resizing {
  private Resizing() {}

  static Tensor resize(Tensor x, Op.Resize resize) {
    if (resize.mode() == Op.Resize.Mode.BILINEAR) {
      return torch.upsample_bilinear2d(x, new long[] {resize.height(), resize.width()}, false);
    }
    // PyTorch's own nearest neighbour rounds its ratio to a float, and so misses some sources.
    return axis(axis(x, 2, resize.height()), 3, resize.width());
  }

  private static Tensor axis(Tensor x, int axis, int size) {
    long from = x.size(axis);
    if (from == size) {
      return x;
    }
    long[] source = new long[size];
    for (int i = 0; i < size; i++) {
      source[i] = i * from / size;
    }
    return x.index_select(axis, Tensor.create(source));
  }
}

package org.skipconv.gates.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/** Window operations with the geometry of a {@link ConvSpec}. */
final class Windows {
  private Windows() {}

  /** The convolution; bias may be null. */
  static Tensor convolve(Tensor x, Tensor weight, Tensor bias, ConvSpec spec, int groups) {
    Padding.Explicit pad = spec.paddingFor((int) x.size(2), (int) x.size(3));
    boolean even = pad.top() == pad.bottom() && pad.left() == pad.right();
    return torch.conv2d(
        even ? x : pad(x, pad, 0),
        weight,
        bias == null ? new TensorOptional() : new TensorOptional(bias),
        new long[] {spec.strideY(), spec.strideX()},
        even ? new long[] {pad.top(), pad.left()} : new long[] {0, 0},
        new long[] {spec.dilation(), spec.dilation()},
        groups);
  }

  /** The sum over each window of a map of one channel. */
  static Tensor sum(Tensor x, ConvSpec spec) {
    Tensor ones = torch.ones(1, 1, spec.kernelHeight(), spec.kernelWidth()).to(x.scalar_type());
    return convolve(x, ones, null, spec, 1);
  }

  /** The largest value of each window; cells outside the map do not take part. */
  static Tensor max(Tensor x, ConvSpec spec) {
    Padding.Explicit pad = spec.paddingFor((int) x.size(2), (int) x.size(3));
    return torch.max_pool2d(
        pad(x, pad, Double.NEGATIVE_INFINITY),
        new long[] {spec.kernelHeight(), spec.kernelWidth()},
        new long[] {spec.strideY(), spec.strideX()},
        new long[] {0, 0},
        new long[] {spec.dilation(), spec.dilation()},
        false);
  }

  private static Tensor pad(Tensor x, Padding.Explicit pad, double value) {
    long[] sides = {pad.left(), pad.right(), pad.top(), pad.bottom()};
    boolean none = pad.left() + pad.right() + pad.top() + pad.bottom() == 0;
    return none ? x : torch.constant_pad_nd(x, sides, new Scalar(value));
  }

  /** The largest value of each block of pixels; the border cuts the last blocks off. */
  static Tensor blocks(Tensor x, int block) {
    long[] side = {block, block};
    return torch.max_pool2d(x, side, side, new long[] {0, 0}, new long[] {1, 1}, true);
  }

  /** Every pixel of a block gets its block's value; as many pixels as {@code like} has. */
  static Tensor spread(Tensor blocks, int block, Tensor like) {
    return torch
        .upsample_nearest2d(blocks, blocks.size(2) * block, blocks.size(3) * block)
        .narrow(2, 0, like.size(2))
        .narrow(3, 0, like.size(3));
  }
}

package org.skipconv.gates.training;

import java.util.function.UnaryOperator;
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
    if (groups == 1 && isPixel(spec, x)) {
      return pixels(x, weight, bias);
    }
    Padding.Explicit pad = spec.paddingFor((int) x.size(2), (int) x.size(3));
    boolean even = pad.top() == pad.bottom() && pad.left() == pad.right();
    return torch.conv2d(
        even ? x : pad(x, pad, 0),
        weight,
        bias == null ? new TensorOptional() : new TensorOptional(bias),
        new long[] {spec.strideY(), spec.strideX()},
        even ? new long[] {pad.top(), pad.left()} : new long[] {0, 0},
        new long[] {spec.dilationY(), spec.dilationX()},
        groups);
  }

  /**
   * A 1x1 convolution as the matrix product that it is, pixels by channels. With one thread PyTorch
   * would change the layout of the map for it and back.
   */
  private static Tensor pixels(Tensor x, Tensor weight, Tensor bias) {
    Tensor rows = x.permute(0, 2, 3, 1);
    Tensor matrix = weight.flatten(1, 3);
    Tensor y =
        bias == null
            ? torch.matmul(rows, matrix.t())
            : torch.linear(rows, matrix, new TensorOptional(bias));
    return y.permute(0, 3, 1, 2);
  }

  /** The sum over each window of a map of one channel. */
  static Tensor sum(Tensor x, ConvSpec spec) {
    if (isPixel(spec, x)) {
      return x;
    }
    Tensor ones = torch.ones(1, 1, spec.kernelHeight(), spec.kernelWidth()).to(x.scalar_type());
    return convolve(x, ones, null, spec, 1);
  }

  /** Whether each window is the pixel itself. */
  static boolean isPixel(ConvSpec spec, Tensor x) {
    Padding.Explicit pad = spec.paddingFor((int) x.size(2), (int) x.size(3));
    boolean padded = pad.left() + pad.right() + pad.top() + pad.bottom() > 0;
    return spec.taps() == 1 && spec.strideY() == 1 && spec.strideX() == 1 && !padded;
  }

  /** The largest value of each window; cells outside the map do not take part. */
  static Tensor max(Tensor x, ConvSpec spec) {
    Padding.Explicit pad = spec.paddingFor((int) x.size(2), (int) x.size(3));
    return torch.max_pool2d(
        pad(x, pad, Double.NEGATIVE_INFINITY),
        new long[] {spec.kernelHeight(), spec.kernelWidth()},
        new long[] {spec.strideY(), spec.strideX()},
        new long[] {0, 0},
        new long[] {spec.dilationY(), spec.dilationX()},
        false);
  }

  /**
   * The mean of each window.
   *
   * @param padded whether cells outside the map count, as 0
   */
  static Tensor mean(Tensor x, ConvSpec spec, boolean padded) {
    ConvSpec alone =
        new ConvSpec(
            spec.kernelHeight(),
            spec.kernelWidth(),
            spec.strideY(),
            spec.strideX(),
            spec.padding(),
            spec.dilationY(),
            spec.dilationX(),
            1);
    // PyTorch's own has no dilation: every channel as a frame of one channel.
    Tensor sums = sum(x.reshape(-1, 1, x.size(2), x.size(3)), alone);
    Tensor mean = sums.reshape(x.size(0), x.size(1), sums.size(2), sums.size(3));
    if (padded) {
      return mean.div(new Scalar(spec.taps()));
    }
    Tensor ones = torch.ones(1, 1, x.size(2), x.size(3)).to(x.scalar_type());
    return mean.div(sum(ones, alone).clamp_min(new Scalar(1f)));
  }

  static Tensor pad(Tensor x, Padding.Explicit pad, double value) {
    long[] sides = {pad.left(), pad.right(), pad.top(), pad.bottom()};
    boolean none = pad.left() + pad.right() + pad.top() + pad.bottom() == 0;
    return none ? x : torch.constant_pad_nd(x, sides, new Scalar(value));
  }

  /** Decides on the largest value of each block of pixels; the border cuts the last blocks off. */
  static Tensor inBlocks(Tensor logit, int block, UnaryOperator<Tensor> decide) {
    if (block == 1) {
      return decide.apply(logit);
    }
    long[] side = {block, block};
    Tensor most = torch.max_pool2d(logit, side, side, new long[] {0, 0}, new long[] {1, 1}, true);
    return torch
        .upsample_nearest2d(decide.apply(most), most.size(2) * block, most.size(3) * block)
        .narrow(2, 0, logit.size(2))
        .narrow(3, 0, logit.size(3));
  }
}

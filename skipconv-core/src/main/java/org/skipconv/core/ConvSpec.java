package org.skipconv.core;

/**
 * Geometry of a window operation (convolution or pooling): kernel, stride, padding, dilation and
 * groups. Owns all arithmetic of output shapes.
 *
 * @param kernelHeight rows of the kernel, at least 1
 * @param kernelWidth columns of the kernel, at least 1
 * @param strideY rows between two windows, at least 1
 * @param strideX columns between two windows, at least 1
 * @param padding the border rule
 * @param dilation distance of two neighbouring taps, at least 1
 * @param groups number of channel groups, at least 1; as many as channels makes it depthwise
 */
public record ConvSpec(
    int kernelHeight,
    int kernelWidth,
    int strideY,
    int strideX,
    Padding padding,
    int dilation,
    int groups) {

  public ConvSpec {
    requirePositive("kernelHeight", kernelHeight);
    requirePositive("kernelWidth", kernelWidth);
    requirePositive("strideY", strideY);
    requirePositive("strideX", strideX);
    requirePositive("dilation", dilation);
    requirePositive("groups", groups);
    if (padding == null) {
      throw new IllegalArgumentException("padding must not be null");
    }
  }

  /** A square kernel with stride 1 and no padding, dilation or groups. */
  public static ConvSpec of(int kernel) {
    return new ConvSpec(kernel, kernel, 1, 1, Padding.symmetric(0), 1, 1);
  }

  /** A square kernel of odd size with stride 1 that keeps the size of the map. */
  public static ConvSpec keepingSize(int kernel) {
    return of(kernel).padded(Padding.symmetric(kernel / 2));
  }

  public ConvSpec strided(int stride) {
    return new ConvSpec(kernelHeight, kernelWidth, stride, stride, padding, dilation, groups);
  }

  public ConvSpec padded(Padding newPadding) {
    return new ConvSpec(kernelHeight, kernelWidth, strideY, strideX, newPadding, dilation, groups);
  }

  public ConvSpec dilated(int newDilation) {
    return new ConvSpec(kernelHeight, kernelWidth, strideY, strideX, padding, newDilation, groups);
  }

  public ConvSpec grouped(int newGroups) {
    return new ConvSpec(kernelHeight, kernelWidth, strideY, strideX, padding, dilation, newGroups);
  }

  /** Number of taps, {@code kernelHeight * kernelWidth}. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }

  /** The padding in cells for a map of the given size. */
  public Padding.Explicit paddingFor(int height, int width) {
    if (padding instanceof Padding.Explicit explicit) {
      return explicit;
    }
    int vertical = samePadding(height, kernelHeight, strideY);
    int horizontal = samePadding(width, kernelWidth, strideX);
    return new Padding.Explicit(
        vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2);
  }

  private int samePadding(int size, int kernel, int stride) {
    int reach = (kernel - 1) * dilation + 1;
    int outputs = (size + stride - 1) / stride;
    return Math.max((outputs - 1) * stride + reach - size, 0);
  }

  /** Rows of the output for an input of the given size. */
  public int outHeight(int height, int width) {
    Padding.Explicit pad = paddingFor(height, width);
    return outputs("height", height + pad.top() + pad.bottom(), kernelHeight, strideY);
  }

  /** Columns of the output for an input of the given size. */
  public int outWidth(int height, int width) {
    Padding.Explicit pad = paddingFor(height, width);
    return outputs("width", width + pad.left() + pad.right(), kernelWidth, strideX);
  }

  private int outputs(String axis, int padded, int kernel, int stride) {
    int reach = (kernel - 1) * dilation + 1;
    if (padded < reach) {
      throw new IllegalArgumentException(
          "the padded " + axis + " " + padded + " is smaller than the kernel's reach " + reach);
    }
    return (padded - reach) / stride + 1;
  }

  /** Multiply-accumulates of one output pixel: {@code inChannels / groups * outChannels * taps}. */
  public long macsPerPixel(int inChannels, int outChannels) {
    return (long) (inChannels / groups) * outChannels * taps();
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}

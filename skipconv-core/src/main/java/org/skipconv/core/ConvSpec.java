package org.skipconv.core;

/**
 * Geometry of a window operation (convolution or pooling): kernel, stride, padding, dilation and
 * groups. Owns all arithmetic of output shapes, which is exact: what does not fit an int is
 * refused.
 *
 * @param kernelHeight rows of the kernel, at least 1
 * @param kernelWidth columns of the kernel, at least 1
 * @param strideY rows between two windows, at least 1
 * @param strideX columns between two windows, at least 1
 * @param padding the border rule
 * @param dilationY rows from one tap to the next, at least 1
 * @param dilationX columns from one tap to the next, at least 1
 * @param groups number of channel groups, at least 1; as many as channels makes it depthwise
 */
public record ConvSpec(
    int kernelHeight,
    int kernelWidth,
    int strideY,
    int strideX,
    Padding padding,
    int dilationY,
    int dilationX,
    int groups) {
  /** Refuses impossible values. */
  public ConvSpec {
    requirePositive("kernelHeight", kernelHeight);
    requirePositive("kernelWidth", kernelWidth);
    requirePositive("strideY", strideY);
    requirePositive("strideX", strideX);
    requirePositive("dilationY", dilationY);
    requirePositive("dilationX", dilationX);
    requirePositive("groups", groups);
    if (padding == null) {
      throw new IllegalArgumentException("padding must not be null");
    }
    requireInt("number of taps", (long) kernelHeight * kernelWidth);
    requireInt("number of rows that the kernel reaches over", reach(kernelHeight, dilationY));
    requireInt("number of columns that the kernel reaches over", reach(kernelWidth, dilationX));
  }

  /**
   * {@return a square kernel with stride 1 and no padding, dilation or groups}
   *
   * @param kernel rows and columns of the kernel
   */
  public static ConvSpec of(int kernel) {
    return new ConvSpec(kernel, kernel, 1, 1, Padding.symmetric(0), 1, 1, 1);
  }

  /**
   * {@return a square kernel of odd size with stride 1 that keeps the size of the map}
   *
   * @param kernel rows and columns of the kernel
   */
  public static ConvSpec keepingSize(int kernel) {
    return of(kernel).withPadding(Padding.symmetric(kernel / 2));
  }

  /**
   * {@return the same with another stride along both axes}
   *
   * @param stride in pixels, at least 1
   */
  public ConvSpec withStride(int stride) {
    return new ConvSpec(
        kernelHeight, kernelWidth, stride, stride, padding, dilationY, dilationX, groups);
  }

  /**
   * {@return the same with another padding}
   *
   * @param newPadding the padding
   */
  public ConvSpec withPadding(Padding newPadding) {
    return new ConvSpec(
        kernelHeight, kernelWidth, strideY, strideX, newPadding, dilationY, dilationX, groups);
  }

  /**
   * {@return the same with another dilation}
   *
   * @param dilation distance of neighbouring taps along both axes, at least 1
   */
  public ConvSpec withDilation(int dilation) {
    return withDilation(dilation, dilation);
  }

  /**
   * {@return the same with another dilation}
   *
   * @param newDilationY distance of neighbouring rows of taps, at least 1
   * @param newDilationX distance of neighbouring columns of taps, at least 1
   */
  public ConvSpec withDilation(int newDilationY, int newDilationX) {
    return new ConvSpec(
        kernelHeight, kernelWidth, strideY, strideX, padding, newDilationY, newDilationX, groups);
  }

  /**
   * {@return the same with another number of groups}
   *
   * @param newGroups number of groups, at least 1
   */
  public ConvSpec withGroups(int newGroups) {
    return new ConvSpec(
        kernelHeight, kernelWidth, strideY, strideX, padding, dilationY, dilationX, newGroups);
  }

  /** {@return the number of taps, {@code kernelHeight * kernelWidth}} */
  public int taps() {
    return kernelHeight * kernelWidth;
  }

  /** {@return the rows from the first to the last tap, both included} */
  public int reachY() {
    return (int) reach(kernelHeight, dilationY);
  }

  /** {@return the columns from the first to the last tap, both included} */
  public int reachX() {
    return (int) reach(kernelWidth, dilationX);
  }

  private static long reach(int kernel, int dilation) {
    return (kernel - 1L) * dilation + 1;
  }

  /**
   * {@return the padding in cells for a map of the given size}
   *
   * @param height rows of the input
   * @param width columns of the input
   * @throws IllegalArgumentException when it is more than an int can hold
   */
  public Padding.Explicit paddingFor(int height, int width) {
    if (padding instanceof Padding.Explicit explicit) {
      return explicit;
    }
    int vertical = samePadding(height, reachY(), strideY);
    int horizontal = samePadding(width, reachX(), strideX);
    return new Padding.Explicit(
        vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2);
  }

  private static int samePadding(int size, int reach, int stride) {
    long outputs = ((long) size + stride - 1) / stride;
    return requireInt("padding", Math.max((outputs - 1) * stride + reach - size, 0));
  }

  /**
   * {@return the rows of the output for an input of the given size}
   *
   * @param height rows of the input
   * @param width columns of the input
   * @throws IllegalArgumentException when the kernel does not fit the padded input
   */
  public int outHeight(int height, int width) {
    Padding.Explicit pad = paddingFor(height, width);
    return outputs("height", (long) height + pad.top() + pad.bottom(), reachY(), strideY);
  }

  /**
   * {@return the columns of the output for an input of the given size}
   *
   * @param height rows of the input
   * @param width columns of the input
   * @throws IllegalArgumentException when the kernel does not fit the padded input
   */
  public int outWidth(int height, int width) {
    Padding.Explicit pad = paddingFor(height, width);
    return outputs("width", (long) width + pad.left() + pad.right(), reachX(), strideX);
  }

  private static int outputs(String axis, long padded, int reach, int stride) {
    if (padded < reach) {
      throw new IllegalArgumentException(
          "the padded " + axis + " " + padded + " is smaller than the kernel's reach " + reach);
    }
    return (requireInt("padded " + axis, padded) - reach) / stride + 1;
  }

  /**
   * {@return the multiply-accumulates of one output pixel: {@code inChannels / groups * outChannels
   * * taps}}
   *
   * @param inChannels channels of the input
   * @param outChannels channels of the output
   * @throws IllegalArgumentException when they are more than a long can hold
   */
  public long macsPerPixel(int inChannels, int outChannels) {
    try {
      return Math.multiplyExact((long) (inChannels / groups) * outChannels, (long) taps());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          inChannels + " to " + outChannels + " channels by " + taps() + " taps are too many", e);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }

  private static int requireInt(String name, long value) {
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the " + name + " must be at most " + Integer.MAX_VALUE + ", but is " + value);
    }
    return (int) value;
  }
}

package org.skipconv.core.internal.kernel;

import org.skipconv.core.Activation;

/**
 * A convolution bound to maps.
 *
 * @param weights packed by the same kernels
 * @param window geometry
 * @param in the input, or its residual when accumulating
 * @param inFactors a map of one pixel: the convolution reads the input's channels times these, each
 *     product as a map would hold it; null for none
 * @param add a map of the output's shape that is added before the activation, or null
 * @param target all channels of a map; its norms are [parts][normStride]
 * @param activation applied last
 * @param accumulate add to the output instead of replacing it; no bias, no shortcut, no activation
 * @param norm what goes to the target's norms, which may be null for {@link Norm#NONE}
 * @param normStride floats of a part
 * @param scaledNorms written beside {@link Norm#CHANGE}; null when nobody wants them
 */
public record ConvBinding(
    PackedConv weights,
    WindowGeometry window,
    Plane in,
    Plane inFactors,
    Plane add,
    Target target,
    Activation activation,
    boolean accumulate,
    Norm norm,
    long normStride,
    ScaledNorms scaledNorms) {
  /** Input channels, at most, that a convolution multiplies while it reads them. */
  public static final int MAX_SCALED = NativeLayout.MAX_SCALED;

  /** Measure that a convolution takes at each pixel. */
  public enum Norm {
    /** Nothing. */
    NONE,
    /** Sum over channels of |new - old|. */
    CHANGE,
    /** Sum over channels of |z|, before shortcut and activation. */
    SIZE
  }

  public ConvBinding {
    if (inFactors != null && !canScale(weights, window)) {
      throw new IllegalArgumentException(
          "factors for the input of "
              + window
              + ": only a window of one pixel of at most "
              + MAX_SCALED
              + " channels reads them, and no depthwise one");
    }
    if (scaledNorms != null && (norm != Norm.CHANGE || accumulate || target.residual() != null)) {
      throw new IllegalArgumentException(
          "norms of scaled values beside " + norm + (accumulate ? ", accumulating" : ""));
    }
  }

  /** Factors neither for the input nor for the output. */
  public ConvBinding(
      PackedConv weights,
      WindowGeometry window,
      Plane in,
      Plane add,
      Target target,
      Activation activation,
      boolean accumulate,
      Norm norm,
      long normStride) {
    this(weights, window, in, null, add, target, activation, accumulate, norm, normStride, null);
  }

  /** Whether a convolution can multiply its input by factors while it reads it. */
  public static boolean canScale(PackedConv weights, WindowGeometry window) {
    return !weights.depthwise()
        && window.spec().taps() == 1
        && window.border().equals(Plane.NO_BORDER)
        && window.in().channels() <= MAX_SCALED;
  }

  /** The same with factors for the channels of the input, or null for none. */
  public ConvBinding withInFactors(Plane factors) {
    return new ConvBinding(
        weights,
        window,
        in,
        factors,
        add,
        target,
        activation,
        accumulate,
        norm,
        normStride,
        scaledNorms);
  }

  /** The same with norms of scaled values, or null for none. */
  public ConvBinding withScaledNorms(ScaledNorms wanted) {
    return new ConvBinding(
        weights,
        window,
        in,
        inFactors,
        add,
        target,
        activation,
        accumulate,
        norm,
        normStride,
        wanted);
  }

  /** A channel of the input at a pixel, as it is read. */
  float input(int channel, int y, int x) {
    float value = in.get(channel, y, x);
    return inFactors == null ? value : in.element().rounded(value * inFactors.get(channel, 0, 0));
  }
}

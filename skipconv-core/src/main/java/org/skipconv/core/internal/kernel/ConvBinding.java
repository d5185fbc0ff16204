package org.skipconv.core.internal.kernel;

import org.skipconv.core.Activation;

/**
 * A convolution bound to maps.
 *
 * @param weights packed by the same kernels
 * @param window geometry
 * @param in the input, or its residual when accumulating
 * @param add a map of the output's shape that is added before the activation, or null
 * @param target all channels of a map; its norms are [parts][normStride]
 * @param activation applied last
 * @param accumulate add to the output instead of replacing it; no bias, no shortcut, no activation
 * @param norm what goes to the target's norms, which may be null for {@link Norm#NONE}
 * @param normStride floats of a part
 */
public record ConvBinding(
    PackedConv weights,
    WindowGeometry window,
    Plane in,
    Plane add,
    Target target,
    Activation activation,
    boolean accumulate,
    Norm norm,
    long normStride) {
  /** Measure that a convolution takes at each pixel. */
  public enum Norm {
    /** Nothing. */
    NONE,
    /** Sum over channels of |new - old|. */
    CHANGE,
    /** Sum over channels of |z|, before shortcut and activation. */
    SIZE
  }
}

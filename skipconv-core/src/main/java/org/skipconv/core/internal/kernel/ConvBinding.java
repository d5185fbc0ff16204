package org.skipconv.core.internal.kernel;

import org.skipconv.core.Activation;

/**
 * A convolution bound to maps.
 *
 * @param weights packed by the same kernels
 * @param window geometry
 * @param in the input, or its residual when accumulating
 * @param out updated in place
 * @param add a map of the output's shape that is added before the activation, or null
 * @param residual where the change of the output goes, or null
 * @param activation applied last
 * @param accumulate add to the output instead of replacing it; no bias, no shortcut, no activation
 * @param norm what goes to {@code norms}
 * @param list the pixels
 * @param norms [parts][normStride], or null for {@link Norm#NONE}
 * @param normStride floats of a part
 */
public record ConvBinding(
    PackedConv weights,
    WindowGeometry window,
    Plane in,
    Plane out,
    Plane add,
    Plane residual,
    Activation activation,
    boolean accumulate,
    Norm norm,
    Memory list,
    Memory norms,
    long normStride) {

  /** What a convolution measures at each pixel. */
  public enum Norm {
    /** Nothing. */
    NONE,
    /** Sum over channels of |new - old|. */
    CHANGE,
    /** Sum over channels of |z|, before shortcut and activation. */
    SIZE
  }
}

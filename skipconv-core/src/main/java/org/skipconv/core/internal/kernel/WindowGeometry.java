package org.skipconv.core.internal.kernel;

import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Dependence;

/**
 * A window operation on a map of known size.
 *
 * @param spec kernel, stride and dilation
 * @param padding the spec's padding for this input
 * @param in shape of the input
 * @param out shape of the output
 */
public record WindowGeometry(ConvSpec spec, Padding.Explicit padding, Shape in, Shape out) {

  public static WindowGeometry of(ConvSpec spec, Shape in, Shape out) {
    return new WindowGeometry(spec, spec.paddingFor(in.height(), in.width()), in, out);
  }

  /** Which input rows and columns each output row and column looks at. */
  public Reach reach(Planes owner) {
    return new Reach(owner, Dependence.window(spec, in, out), in.width());
  }

  /** Cells of the input map's border that the windows touch. */
  public Padding.Explicit border() {
    int bottom =
        (out.height() - 1) * spec.strideY()
            + reach(spec.kernelHeight())
            - padding.top()
            - in.height();
    int right =
        (out.width() - 1) * spec.strideX()
            + reach(spec.kernelWidth())
            - padding.left()
            - in.width();
    return new Padding.Explicit(
        padding.top(), padding.left(), Math.max(bottom, 0), Math.max(right, 0));
  }

  /** Floats of scratch that {@link Kernels#changePool} needs. */
  public int scratchFloats() {
    int taps = (out.width() - 1) * spec.strideX() + reach(spec.kernelWidth());
    return Math.max(taps, padding.left() + in.width());
  }

  private int reach(int kernel) {
    return (kernel - 1) * spec.dilation() + 1;
  }
}

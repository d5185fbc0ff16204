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

  /** Input rows and columns that each output row and column looks at. */
  public Reach reach(Planes owner) {
    return new Reach(owner, Dependence.window(spec, in, out), in.width());
  }

  /** Cells of the input map's border that the windows touch. */
  public Padding.Explicit border() {
    long bottom = span(out.height(), spec.strideY(), spec.reachY()) - padding.top() - in.height();
    long right = span(out.width(), spec.strideX(), spec.reachX()) - padding.left() - in.width();
    return new Padding.Explicit(
        padding.top(),
        padding.left(),
        Math.toIntExact(Math.max(bottom, 0)),
        Math.toIntExact(Math.max(right, 0)));
  }

  /** Floats of scratch that {@link Kernels#changePool} needs. */
  public int scratchFloats() {
    long taps = span(out.width(), spec.strideX(), spec.reachX());
    return Math.toIntExact(Math.max(taps, (long) padding.left() + in.width()));
  }

  /**
   * Input row or column that a tap of an output row or column's window looks at; may be outside.
   */
  int sourceY(int y, int ky) {
    return y * spec.strideY() - padding.top() + ky * spec.dilationY();
  }

  int sourceX(int x, int kx) {
    return x * spec.strideX() - padding.left() + kx * spec.dilationX();
  }

  /** Whether an input pixel lies inside the map. */
  boolean isInside(int y, int x) {
    return y >= 0 && y < in.height() && x >= 0 && x < in.width();
  }

  /** From the first tap of the first window to the last tap of the last, both included. */
  private static long span(int outputs, int stride, int reach) {
    return (outputs - 1L) * stride + reach;
  }
}

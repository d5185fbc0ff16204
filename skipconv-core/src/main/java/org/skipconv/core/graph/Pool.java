package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * One value for each window.
 *
 * @param spec geometry; its groups are ignored
 * @param pooling what is taken of a window
 */
public record Pool(ConvSpec spec, Pooling pooling) implements Operation {

  /** Values of a window. */
  public enum Pooling {
    /** The largest of the cells inside the map. */
    MAX,
    /** The mean of the cells inside the map. */
    MEAN,
    /** The mean of all cells, those outside the map being 0. */
    MEAN_OF_PADDED
  }

  /** Refuses impossible values. */
  public Pool {
    if (pooling == null) {
      throw new IllegalArgumentException("the pooling must not be null");
    }
  }

  /**
   * The maximum over a window; cells outside the map do not take part.
   *
   * @param spec window, strides and padding; its groups are ignored
   */
  public Pool(ConvSpec spec) {
    this(spec, Pooling.MAX);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    return new Shape(
        in.channels(),
        spec.outHeight(in.height(), in.width()),
        spec.outWidth(in.height(), in.width()));
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.window(spec, operands.get(0), shape(operands));
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.pool(node, this, operands.get(0));
  }
}

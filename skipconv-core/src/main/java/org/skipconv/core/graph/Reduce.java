package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * One value of each channel for the whole picture, a map of one pixel: global pooling. A session
 * keeps it up to date row by row. What follows from it reaches every pixel again where an
 * expression {@linkplain Pointwise broadcasts} it; there it is held, see {@link
 * org.skipconv.core.SessionOptions#withHoldThreshold(float)}.
 *
 * @param reduction what is taken of each channel
 */
public record Reduce(Reduction reduction) implements Operation {

  /** Values of a picture. */
  public enum Reduction {
    /** The mean. */
    MEAN,
    /** The largest value. */
    MAX
  }

  /** Refuses impossible values. */
  public Reduce {
    if (reduction == null) {
      throw new IllegalArgumentException("the reduction must not be null");
    }
  }

  /** The mean of each channel. */
  public Reduce() {
    this(Reduction.MEAN);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return new Shape(operands.get(0).channels(), 1, 1);
  }

  @Override
  public boolean keepsPlaces() {
    return false;
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.everything(operands.get(0), shape(operands));
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.reduce(node, this, operands.get(0));
  }
}

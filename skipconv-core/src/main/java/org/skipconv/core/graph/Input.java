package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * The frame.
 *
 * @param shape of a frame
 */
public record Input(Shape shape) implements Operation {

  @Override
  public Shape shape(List<Shape> operands) {
    return shape;
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    throw new IllegalArgumentException("the input has no operands");
  }

  @Override
  public Operation resized(SizeScale scale) {
    return new Input(
        new Shape(shape.channels(), scale.height(shape.height()), scale.width(shape.width())));
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.input(node, this);
  }
}

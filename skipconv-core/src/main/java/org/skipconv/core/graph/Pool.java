package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * Maximum over a window; cells outside the map do not take part.
 *
 * @param spec geometry; its groups are ignored
 */
public record Pool(ConvSpec spec) implements Operation {

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

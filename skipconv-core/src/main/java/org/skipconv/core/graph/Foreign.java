package org.skipconv.core.graph;

import java.util.List;
import java.util.Objects;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * One result of a computation that is not this library's. Nodes of a network that name the same
 * computation, as an object, and the same operands are one foreign part: they are run together,
 * once.
 *
 * <p>It is run when one of its operands changed, over all of them. Its result enters like a frame:
 * a pixel is a change for the readers where it differs from the value that is held by more than
 * {@linkplain org.skipconv.core.SessionOptions#withForeignThreshold a threshold}.
 *
 * @param computation whose result this is
 * @param output index of the result. The multiply-accumulates of the computation are counted with
 *     result 0
 */
public record Foreign(ForeignComputation computation, int output) implements Operation {

  /** Refuses impossible values. */
  public Foreign {
    Objects.requireNonNull(computation, "computation");
    if (output < 0) {
      throw new IllegalArgumentException("the index of a result must not be negative: " + output);
    }
  }

  @Override
  public Shape shape(List<Shape> operands) {
    if (operands.isEmpty()) {
      throw new IllegalArgumentException(
          "the foreign part " + computation.name() + " has no operands: it would never change");
    }
    List<Shape> shapes = computation.shapes(operands);
    if (output >= shapes.size()) {
      throw new IllegalArgumentException(
          "the foreign part "
              + computation.name()
              + " has "
              + shapes.size()
              + " results, but number "
              + output
              + " was asked for");
    }
    return shapes.get(output);
  }

  /** Whatever it does with places is not known. */
  @Override
  public boolean keepsPlaces() {
    return false;
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.everythingAtItsPlace(operands.get(operand), shape(operands));
  }

  @Override
  public long macs(List<Shape> operands) {
    return output == 0 ? computation.macs(operands) : 0;
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.foreign(node, this, operands);
  }
}

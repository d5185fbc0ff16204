package org.skipconv.core;

import java.util.List;
import java.util.Optional;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Interpreter;
import org.skipconv.core.graph.Operation;
import org.skipconv.core.graph.Parameter;
import org.skipconv.core.graph.Pointwise;

/**
 * One operation of a {@link SkipNetwork}.
 *
 * @param index position in the network's order of computation
 * @param name unique; for convolutions the state-dict path, which plans, reports and errors use
 * @param op what it computes
 * @param inputs where its operands come from, all with smaller indices
 * @param shape of its result
 * @param onPicture whether the pixels of the result lie over the picture; the single pixel of a
 *     mean over the picture, and of what is computed from it alone, does not
 */
public record Node(
    int index, String name, Operation op, List<Node> inputs, Shape shape, boolean onPicture) {

  /** Copies its collections. */
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** {@return the single operand of operations that have one} */
  public Node input() {
    return inputs.get(0);
  }

  /** {@return the shapes of the operands} */
  public List<Shape> operandShapes() {
    return inputs.stream().map(Node::shape).toList();
  }

  /** {@return whether the operation is a convolution} */
  public boolean isConvolution() {
    return op instanceof Conv;
  }

  /**
   * {@return the factors of the terms, when the operation is a weighted sum of its operands in
   * their order}
   */
  public Optional<List<Float>> weightedSum() {
    return op instanceof Pointwise expression ? expression.asWeightedSum() : Optional.empty();
  }

  /** {@return the function, when the operation is one of its only operand} */
  public Optional<Activation> activation() {
    return op instanceof Pointwise expression ? expression.asActivation() : Optional.empty();
  }

  /**
   * {@return the convolution of a node that is one, as those of {@link SkipNetwork#convolutions}
   * are}
   *
   * @throws IllegalStateException when the node is another operation
   */
  public Conv conv() {
    if (op instanceof Conv conv) {
      return conv;
    }
    throw new IllegalStateException(this + " is no convolution, but " + op);
  }

  /** {@return the tensors of the operation under their published names} */
  public List<Parameter> parameters() {
    return op.parameters(name);
  }

  /**
   * {@return the multiply-accumulates of computing every pixel; 0 for operations without weights}
   */
  public long denseMacs() {
    return op.macs(operandShapes());
  }

  /**
   * {@return the node's value as an interpreter computes it from those of its operands}
   *
   * @param <T> type of the values
   * @param interpreter what computes or describes operations
   * @param operands values of the operands
   */
  public <T> T interpret(Interpreter<T> interpreter, List<T> operands) {
    return op.interpret(interpreter, this, operands);
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Node;

/**
 * A meaning of operations: values that a network is computed with, such as PyTorch's tensors, names
 * in an ONNX graph, or arrays of doubles. One method a family.
 *
 * @param <T> a value
 */
public interface Interpreter<T> {

  /**
   * {@return the network's input}
   *
   * @param node the node
   * @param operation its operation
   */
  T input(Node node, Input operation);

  /**
   * {@return the result of a convolution}
   *
   * @param node the node
   * @param operation its operation
   * @param x value of the operand
   */
  T conv(Node node, Conv operation, T x);

  /**
   * {@return the result of an expression, see {@link Pointwise#evaluate}}
   *
   * @param node the node
   * @param operation its operation
   * @param operands values of the operands
   */
  T pointwise(Node node, Pointwise operation, List<T> operands);

  /**
   * {@return the result of pooling}
   *
   * @param node the node
   * @param operation its operation
   * @param x value of the operand
   */
  T pool(Node node, Pool operation, T x);

  /**
   * {@return the result of choosing pixels and channels}
   *
   * @param node the node
   * @param operation its operation
   * @param operands values of the operands
   */
  T gather(Node node, Gather operation, List<T> operands);

  /**
   * {@return the result of bilinear resizing}
   *
   * @param node the node
   * @param operation its operation
   * @param x value of the operand
   */
  T interpolate(Node node, Interpolate operation, T x);

  /**
   * {@return one value of each channel for the whole picture}
   *
   * @param node the node
   * @param operation its operation
   * @param x value of the operand
   */
  T reduce(Node node, Reduce operation, T x);

  /**
   * {@return the result of somebody else's computation}
   *
   * @param node the node
   * @param operation its operation
   * @param operands values of the operands
   * @throws IllegalArgumentException unless overridden: this interpreter cannot run it
   */
  default T foreign(Node node, Foreign operation, List<T> operands) {
    throw new IllegalArgumentException(
        getClass().getSimpleName()
            + " cannot run the foreign part "
            + operation.computation().name()
            + " of "
            + node);
  }

  /**
   * {@return the result of an operation of no known family}
   *
   * @param node the node
   * @param operands values of the operands
   * @throws IllegalArgumentException unless overridden: this interpreter knows no such operation
   */
  default T other(Node node, List<T> operands) {
    throw new IllegalArgumentException(
        getClass().getSimpleName() + " knows no operation like " + node.op() + " of " + node);
  }
}

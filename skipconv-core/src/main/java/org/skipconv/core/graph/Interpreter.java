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

  /** Returns the network's input. */
  T input(Node node, Input operation);

  /** Returns the result of a convolution. */
  T conv(Node node, Conv operation, T x);

  /** Returns the result of an expression, see {@link Pointwise#evaluate}. */
  T pointwise(Node node, Pointwise operation, List<T> operands);

  /** Returns the result of pooling. */
  T pool(Node node, Pool operation, T x);

  /** Returns the result of choosing pixels and channels. */
  T gather(Node node, Gather operation, List<T> operands);

  /** Returns the result of bilinear resizing. */
  T interpolate(Node node, Interpolate operation, T x);

  /** Returns one value of each channel for the whole picture. */
  T reduce(Node node, Reduce operation, T x);

  /**
   * Returns a result of somebody else's computation.
   *
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
   * Returns the result of an operation of no known family.
   *
   * @throws IllegalArgumentException unless overridden: this interpreter knows no such operation
   */
  default T other(Node node, List<T> operands) {
    throw new IllegalArgumentException(
        getClass().getSimpleName() + " knows no operation like " + node.op() + " of " + node);
  }
}

package org.skipconv.core.graph;

import java.util.List;
import java.util.function.UnaryOperator;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/**
 * The operation of a {@link Node}: everything there is to know about it but its place in a network.
 * Whatever is done to a graph (copying, resizing, counting, fusing, exporting, training) is a loop
 * over operations that asks them and need not know which ones they are.
 *
 * <p>There are few families: {@link Conv}, {@link Pointwise}, {@link Pool}, {@link Gather}, {@link
 * Interpolate} and {@link Reduce}, beside the {@link Input}. An operator of another framework is
 * one of them with the right arguments; what is none of them is {@link Foreign}. Immutable.
 */
public interface Operation {

  /**
   * {@return the shape of the result}
   *
   * @param operands shapes of the operands
   * @throws IllegalArgumentException when the operation cannot take operands of these shapes; the
   *     message says why
   */
  Shape shape(List<Shape> operands);

  /**
   * {@return which pixels of an operand each pixel of the result depends on}
   *
   * @param operand index of the operand
   * @param operands shapes that {@link #shape} accepts
   */
  Dependence dependence(int operand, List<Shape> operands);

  /**
   * {@return whether a pixel of the result lies over the picture when those of an operand do} It
   * does unless the whole picture was drawn together. A result of several pixels lies over it in
   * any case.
   */
  default boolean keepsPlaces() {
    return true;
  }

  /**
   * {@return the multiply-accumulates of computing every pixel; 0 for operations without weights}
   *
   * @param operands shapes that {@link #shape} accepts
   */
  default long macs(List<Shape> operands) {
    return 0;
  }

  /**
   * {@return the tensors of the operation under their published names, those of the state dict that
   * the network was built from}
   *
   * @param layer name of the node, from which names follow that nobody has given
   */
  default List<Parameter> parameters(String layer) {
    return List.of();
  }

  /**
   * {@return the same operation with other tensors}
   *
   * @param change called with each tensor; gives one of the same shape
   */
  default Operation mapParameters(UnaryOperator<Tensor> change) {
    return this;
  }

  /**
   * {@return the same operation in a network whose input has another size} Only operations that
   * name a size of their own, such as a resize, differ.
   *
   * @param scale new size over old
   */
  default Operation resized(SizeScale scale) {
    return this;
  }

  /**
   * Hands the operation to the method of an interpreter that is meant for its family.
   *
   * @param <T> type of the values
   * @param interpreter what computes or describes operations
   * @param node the node whose operation this is
   * @param operands values of the operands
   * @return the value of the node
   */
  <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands);
}

package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Shape;

/**
 * A computation of somebody else's, such as a sub-graph that another runtime executes. It is run
 * densely, and only when one of its operands changed, see {@link Foreign}.
 *
 * <p>Implementations are immutable and thread-safe: the sessions of a network share one. Its result
 * must be a function of the operands alone, the same bits for the same bits. Two objects count as
 * two computations, whatever {@code equals} says.
 */
public interface ForeignComputation {

  /** {@return the name of the computation, for messages} */
  String name();

  /**
   * {@return the shapes of its results} A network whose input gets another size asks again.
   *
   * @param operands shapes of the operands
   * @throws IllegalArgumentException when it cannot take operands of these shapes, as when it was
   *     made for others; the message says why
   */
  List<Shape> shapes(List<Shape> operands);

  /**
   * {@return the multiply-accumulates of one run; 0 where they are not known}
   *
   * @param operands shapes of the operands
   */
  default long macs(List<Shape> operands) {
    return 0;
  }

  /**
   * Starts to compute for one session.
   *
   * @return the computation, closed with the session
   */
  ForeignRun open();

  /**
   * Starts to compute for one session that shares its work among threads.
   *
   * @param threads of the session, the caller's included
   * @return the computation, closed with the session
   */
  default ForeignRun open(int threads) {
    return open();
  }
}

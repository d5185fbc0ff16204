package org.skipconv.core;

import java.util.List;

/**
 * One operation of a {@link SkipNetwork}.
 *
 * @param index position in the network's order of computation
 * @param name unique; for convolutions the state-dict path, which plans, reports and errors use
 * @param op what it computes
 * @param inputs where its operands come from, all with smaller indices
 * @param shape of its result
 */
public record Node(int index, String name, Op op, List<Node> inputs, Shape shape) {

  public Node {
    inputs = List.copyOf(inputs);
  }

  /** The single operand of operations that have one. */
  public Node input() {
    return inputs.get(0);
  }

  /**
   * Multiply-accumulates of computing every pixel, squeeze-excite's two convolutions included; 0
   * for operations without weights.
   */
  public long denseMacs() {
    if (op instanceof Op.Conv conv) {
      return conv.spec().macsPerPixel(input().shape().channels(), conv.outChannels())
          * shape.pixels();
    }
    return op instanceof Op.SqueezeExcite squeeze ? squeeze.macs() : 0;
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

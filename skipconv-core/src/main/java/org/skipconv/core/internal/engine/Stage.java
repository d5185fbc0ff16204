package org.skipconv.core.internal.engine;

import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.Op;

/** One pass over the pixels of one result: a node, or several fused into one. */
sealed interface Stage {

  /** The node whose result this is. */
  Node out();

  /** The nodes whose results are read. */
  List<Node> inputs();

  /** {@code out = activation(conv(in) + add)}; add may be null. */
  record Conv(Node conv, Node add, Activation activation, Node out) implements Stage {
    @Override
    public List<Node> inputs() {
      return add == null ? List.of(conv.input()) : List.of(conv.input(), add);
    }

    Op.Conv op() {
      return (Op.Conv) conv.op();
    }
  }

  /**
   * {@code out = activation(sum of factor * term)}, terms resized to the output by nearest
   * neighbour.
   */
  record Sum(List<Node> inputs, List<Float> factors, Activation activation, Node out)
      implements Stage {}

  /** Max-pooling, bilinear resizing or concatenation, never fused. */
  record Other(Node out) implements Stage {
    @Override
    public List<Node> inputs() {
      return out.inputs();
    }
  }
}

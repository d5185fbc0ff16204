package org.skipconv.gates.training;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** The same network with other weights. */
final class NetworkCopy {
  private final SkipNetwork.Builder builder;
  private final UnaryOperator<Tensor> weights;
  private final IdentityHashMap<Tensor, Tensor> known = new IdentityHashMap<>();
  private final Map<Node, Node> copies = new HashMap<>();

  private NetworkCopy(SkipNetwork network, UnaryOperator<Tensor> weights) {
    this.builder = SkipNetwork.builder(network.name());
    this.weights = weights;
  }

  /** A copy whose weights are what a function makes of the old ones; shared ones stay shared. */
  static SkipNetwork of(SkipNetwork network, UnaryOperator<Tensor> weights) {
    NetworkCopy copy = new NetworkCopy(network, weights);
    network.nodes().forEach(node -> copy.copies.put(node, copy.copy(node)));
    network.outputs().forEach((name, node) -> copy.builder.output(name, copy.copies.get(node)));
    return copy.builder.build();
  }

  private Tensor weight(Tensor tensor) {
    return tensor == null ? null : known.computeIfAbsent(tensor, weights);
  }

  private Node copy(Node node) {
    Op op = node.op();
    if (op instanceof Op.Input) {
      return builder.input(node.shape().channels(), node.shape().height(), node.shape().width());
    }
    Node x = copies.get(node.input());
    Node[] all = node.inputs().stream().map(copies::get).toArray(Node[]::new);
    if (op instanceof Op.Conv conv) {
      return builder.scaledConv(
          node.name(),
          x,
          conv.spec(),
          weight(conv.weight()),
          weight(conv.scale()),
          weight(conv.bias()));
    } else if (op instanceof Op.Activate activate) {
      return builder.activation(activate.function(), x);
    } else if (op instanceof Op.Sum sum) {
      return builder.weightedSum(node.name(), sum.factors(), java.util.List.of(all));
    } else if (op instanceof Op.MaxPool pool) {
      return builder.maxPool(node.name(), x, pool.spec());
    } else if (op instanceof Op.Resize resize) {
      return builder.resize(node.name(), x, resize.mode(), resize.height(), resize.width());
    } else if (op instanceof Op.Concat) {
      return builder.concat(node.name(), all);
    } else if (op instanceof Op.SqueezeExcite squeeze) {
      return builder.squeezeExcite(
          node.name(),
          x,
          weight(squeeze.reduceWeight()),
          weight(squeeze.reduceBias()),
          weight(squeeze.expandWeight()),
          weight(squeeze.expandBias()),
          squeeze.inner());
    }
    throw new IllegalArgumentException("nothing is known about copying " + node + ", " + op);
  }
}

package org.skipconv.bench.rival;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;

/** A network with another input size, on the same weights: what a convolutional one allows. */
final class Resized {
  private final SkipNetwork network;
  private final int height;
  private final int width;
  private final SkipNetwork.Builder builder;
  private final Map<Node, Node> copies = new HashMap<>();

  private Resized(SkipNetwork network, int height, int width) {
    this.network = network;
    this.height = height;
    this.width = width;
    this.builder = SkipNetwork.builder(network.name() + " at " + height + "x" + width);
  }

  /**
   * The network at a size.
   *
   * @param height a multiple of {@link #stride}
   * @param width a multiple of it
   */
  static SkipNetwork of(SkipNetwork network, int height, int width) {
    int stride = stride(network);
    if (height < stride || height % stride != 0 || width < stride || width % stride != 0) {
      throw new IllegalArgumentException(
          network.name() + " needs multiples of " + stride + ", but " + height + "x" + width);
    }
    Resized resized = new Resized(network, height, width);
    for (Node node : network.nodes()) {
      resized.copies.put(node, resized.copy(node));
    }
    network
        .outputs()
        .forEach((name, node) -> resized.builder.output(name, resized.copies.get(node)));
    return resized.builder.build();
  }

  /** Pixels of the input that one pixel of the network's smallest map stands for. */
  static int stride(SkipNetwork network) {
    int input = network.inputShape().height();
    return network.nodes().stream()
        .mapToInt(node -> input / node.shape().height())
        .max()
        .orElseThrow();
  }

  private Node copy(Node node) {
    List<Node> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(copies.get(input)));
    Op op = node.op();
    String name = node.name();
    if (op instanceof Op.Input) {
      return builder.input(node.shape().channels(), height, width);
    } else if (op instanceof Op.Conv conv) {
      return builder.scaledConv(
          name, inputs.get(0), conv.spec(), conv.weight(), conv.scale(), conv.bias());
    } else if (op instanceof Op.Activate activate) {
      return builder.activation(activate.function(), inputs.get(0));
    } else if (op instanceof Op.Sum sum) {
      return builder.weightedSum(name, sum.factors(), inputs);
    } else if (op instanceof Op.MaxPool pool) {
      return builder.maxPool(name, inputs.get(0), pool.spec());
    } else if (op instanceof Op.Resize resize) {
      int newHeight = resize.height() * height / network.inputShape().height();
      int newWidth = resize.width() * width / network.inputShape().width();
      return builder.resize(name, inputs.get(0), resize.mode(), newHeight, newWidth);
    } else if (op instanceof Op.Concat) {
      return builder.concat(name, inputs.toArray(Node[]::new));
    } else if (op instanceof Op.SqueezeExcite squeeze) {
      return builder.squeezeExcite(
          name,
          inputs.get(0),
          squeeze.reduceWeight(),
          squeeze.reduceBias(),
          squeeze.expandWeight(),
          squeeze.expandBias(),
          squeeze.inner());
    }
    throw new IllegalArgumentException("cannot resize " + op);
  }
}

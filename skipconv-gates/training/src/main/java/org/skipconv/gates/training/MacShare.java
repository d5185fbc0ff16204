package org.skipconv.gates.training;

import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;

/** Cost of frames after a keyframe, in units of the network's dense MACs. */
final class MacShare {
  private final Set<Node> gated;
  private final ToLongFunction<Node> gatingMacs;
  private final double dense;

  /**
   * A measure.
   *
   * @param gated the layers that have a gate
   * @param gatingMacs what deciding on a pixel of a layer costs
   */
  MacShare(SkipNetwork network, Set<Node> gated, ToLongFunction<Node> gatingMacs) {
    this.gated = gated;
    this.gatingMacs = gatingMacs;
    this.dense =
        network.gatedLayers().stream().mapToDouble(node -> (double) node.denseMacs()).sum();
  }

  /** {@code sum over gated layers of MACs * mean(mask . changed) / dense MACs}: has a gradient. */
  Tensor ofGated(DifferentiableResult result) {
    Tensor total = null;
    for (Map.Entry<Node, Tensor> layer : result.computed().entrySet()) {
      if (gated.contains(layer.getKey())) {
        double weight = layer.getKey().denseMacs() / dense;
        Tensor part = layer.getValue().mean().mul(new Scalar(weight));
        total = total == null ? part : total.add(part);
      }
    }
    return total;
  }

  /** The cost of all layers, ungated ones and the gates themselves included. */
  double ofAll(DifferentiableResult result) {
    double macs = 0;
    for (Map.Entry<Node, Tensor> layer : result.computed().entrySet()) {
      Node node = layer.getKey();
      macs += node.denseMacs() * layer.getValue().mean().item_double();
      if (gated.contains(node)) {
        double decided = gatingMacs.applyAsLong(node) * (double) node.shape().pixels();
        macs += decided == 0 ? 0 : decided * result.changed().get(node).item_double();
      }
    }
    return macs / dense;
  }

  /** Whether a learned gate costs little beside its layer: at most an eighth. */
  static boolean isWorthAGate(Node layer) {
    Conv conv = layer.conv();
    return conv.outChannels() / conv.spec().groups() >= 8;
  }
}

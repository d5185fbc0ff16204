package org.skipconv.gates.training;

import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/**
 * Change from frame to frame of the maps that gates look at, in the unit of relative thresholds:
 * each gated layer's mean change of its input over the input's mean |x|, weighted by the layer's
 * share of the network's dense MACs. As a term of a loss it makes kernels keep still.
 */
final class MapMotion {
  private final Set<Node> gated;
  private final double dense;

  MapMotion(SkipNetwork network, Set<Node> gated) {
    this.gated = gated;
    this.dense =
        network.gatedLayers().stream().mapToDouble(node -> (double) node.denseMacs()).sum();
  }

  /** {@code sum over gated layers of MACs * mean |x_t - x_(t-1)| / mean |x_0| / dense MACs}. */
  Tensor of(DifferentiableResult result) {
    Tensor total = null;
    for (Map.Entry<Node, MapChange> seen : result.seen().entrySet()) {
      Node layer = seen.getKey();
      if (gated.contains(layer)) {
        double share = layer.denseMacs() / dense;
        Tensor part =
            relative(seen.getValue()).mul(new Scalar(share / layer.input().shape().channels()));
        total = total == null ? part : total.add(part);
      }
    }
    return total;
  }

  private static Tensor relative(MapChange change) {
    long repeated = change.fresh().size(0) / change.size().size(0);
    return change.fresh().div(change.size().repeat(repeated, 1, 1, 1)).mean();
  }
}

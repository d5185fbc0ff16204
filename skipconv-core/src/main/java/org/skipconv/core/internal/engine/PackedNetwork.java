package org.skipconv.core.internal.engine;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.PackedConv;

/** A network's weights in the layout of one kernel implementation, shared by all sessions. */
public final class PackedNetwork {
  private final Kernels kernels;
  private final Map<Node, PackedConv> convolutions = new HashMap<>();
  private final Map<Node, Squeeze> squeezes = new HashMap<>();

  /** The two 1x1 convolutions of a squeeze-excite, on a map of one pixel. */
  record Squeeze(PackedConv reduce, PackedConv expand) {}

  /** Packs every convolution; layers that share a weight tensor share the packed one. */
  public PackedNetwork(SkipNetwork network, Kernels kernels) {
    this.kernels = kernels;
    IdentityHashMap<Tensor, PackedConv> byWeight = new IdentityHashMap<>();
    for (Node node : network.convolutions()) {
      Op.Conv conv = (Op.Conv) node.op();
      PackedConv same = byWeight.get(conv.weight());
      boolean shareable = same != null && same.conv().spec().groups() == conv.spec().groups();
      PackedConv packed =
          kernels.pack(conv, node.input().shape().channels(), shareable ? same : null);
      byWeight.put(conv.weight(), packed);
      convolutions.put(node, packed);
    }
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.SqueezeExcite squeeze) {
        squeezes.put(
            node,
            new Squeeze(
                dense(squeeze.reduceWeight(), squeeze.reduceBias()),
                dense(squeeze.expandWeight(), squeeze.expandBias())));
      }
    }
  }

  private PackedConv dense(Tensor weight, Tensor bias) {
    Op.Conv conv = new Op.Conv(ConvSpec.of(1), weight, null, bias);
    return kernels.pack(conv, weight.size(1), null);
  }

  Kernels kernels() {
    return kernels;
  }

  PackedConv get(Node convolution) {
    return convolutions.get(convolution);
  }

  Squeeze squeeze(Node squeezeExcite) {
    return squeezes.get(squeezeExcite);
  }
}

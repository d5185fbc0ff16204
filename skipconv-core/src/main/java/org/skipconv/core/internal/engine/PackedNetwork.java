package org.skipconv.core.internal.engine;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.PackedConv;

/** A network's weights in the layout of one kernel implementation, shared by all sessions. */
public final class PackedNetwork {
  private final Kernels kernels;
  private final Map<Node, PackedConv> convolutions = new HashMap<>();

  /** Packs every convolution; layers that share a weight tensor share the packed one. */
  public PackedNetwork(SkipNetwork network, Kernels kernels) {
    this.kernels = kernels;
    IdentityHashMap<Tensor, PackedConv> byWeight = new IdentityHashMap<>();
    for (Node node : network.convolutions()) {
      Conv conv = node.conv();
      PackedConv same = byWeight.get(conv.weight());
      boolean shareable = same != null && same.conv().spec().groups() == conv.spec().groups();
      PackedConv packed =
          kernels.pack(conv, node.input().shape().channels(), shareable ? same : null);
      byWeight.put(conv.weight(), packed);
      convolutions.put(node, packed);
    }
  }

  Kernels kernels() {
    return kernels;
  }

  PackedConv get(Node convolution) {
    return convolutions.get(convolution);
  }
}

package org.skipconv.core.internal.engine;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.NativeMemoryError;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.internal.kernel.Plane;

/**
 * A network's weights in the layout of one kernel implementation, shared by all sessions. Freed
 * when the last of its users has released it, or with this object: a session that is dropped
 * releases nothing.
 */
public final class PackedNetwork {
  private final Kernels kernels;
  private final Elements elements;
  private final Map<Node, PackedConv> convolutions = new HashMap<>();
  private final long bytes;
  private int users = 1;

  /**
   * Packs every convolution; layers that share a weight tensor share the packed one. Whoever packs
   * is the first user.
   */
  public PackedNetwork(SkipNetwork network, Kernels kernels) {
    this.kernels = kernels;
    this.elements = new Elements(network, kernels.element());
    boolean packed = false;
    try {
      pack(network);
      packed = true;
    } catch (NativeMemoryError e) {
      throw e.inTermsOf(
          "packing the weights of " + network.name() + " needs up to",
          Float.BYTES * network.parameters());
    } finally {
      if (!packed) {
        free();
      }
    }
    bytes = PackedConv.bytes(convolutions.values());
  }

  private void pack(SkipNetwork network) {
    Map<Plane.Element, IdentityHashMap<Tensor, PackedConv>> packedFor =
        new EnumMap<>(Plane.Element.class);
    for (Node node : network.convolutions()) {
      Conv conv = node.conv();
      Plane.Element in = elements.of(node.input());
      IdentityHashMap<Tensor, PackedConv> byWeight =
          packedFor.computeIfAbsent(in, key -> new IdentityHashMap<>());
      PackedConv same = byWeight.get(conv.weight());
      boolean shareable = same != null && same.conv().spec().groups() == conv.spec().groups();
      PackedConv packed =
          kernels.pack(conv, node.input().shape().channels(), in, shareable ? same : null);
      byWeight.put(conv.weight(), packed);
      convolutions.put(node, packed);
    }
  }

  Kernels kernels() {
    return kernels;
  }

  /** Element of each node's map. */
  Elements elements() {
    return elements;
  }

  PackedConv get(Node convolution) {
    return convolutions.get(convolution);
  }

  /** Bytes outside the Java heap. */
  public long bytes() {
    return bytes;
  }

  /** Adds a user. */
  public synchronized void retain() {
    users++;
  }

  /** Removes a user, who must not read the weights any more. */
  public synchronized void release() {
    users--;
    if (users == 0) {
      free();
    }
  }

  private void free() {
    convolutions.values().forEach(PackedConv::close);
  }
}

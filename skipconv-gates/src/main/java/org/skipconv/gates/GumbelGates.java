package org.skipconv.gates;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.skipconv.core.ElementType;
import org.skipconv.core.Gate;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.io.FileErrors;
import org.skipconv.core.io.NearestName;

/**
 * The learned gates of a network's layers, as they are kept beside the weights in one safetensors
 * file. A layer's gate is two tensors, {@code <layer>.gate.weight} [1, channels, kernel height,
 * kernel width] and {@code <layer>.gate.bias} [1]; the side of its blocks is in the file's metadata
 * under {@code gate.block.<layer>}, or for all other layers under {@code gate.block}, and 1 when
 * there is neither. Other tensors are passed over.
 *
 * <pre>{@code
 * GumbelGates gates = GumbelGates.read(file, network);
 * try (VideoSession session = network.open(gates.options())) { ... }
 * }</pre>
 */
public final class GumbelGates {
  private final SkipNetwork network;
  private final Map<String, GumbelGate> byLayer;

  private GumbelGates(SkipNetwork network, Map<String, GumbelGate> byLayer) {
    this.network = network;
    this.byLayer = Collections.unmodifiableMap(new LinkedHashMap<>(byLayer));
  }

  /**
   * {@return the gates by the name of their convolution}
   *
   * @param network the network
   * @param byLayer gates by the names of their layers
   * @throws IllegalArgumentException when there is none, when one names no convolution of the
   *     network, or when its shape does not fit that
   */
  public static GumbelGates of(SkipNetwork network, Map<String, GumbelGate> byLayer) {
    Objects.requireNonNull(network, "network");
    if (byLayer.isEmpty()) {
      throw new IllegalArgumentException("no gates for " + network.name());
    }
    byLayer.forEach((layer, gate) -> requireFits(gate, convolution(network, layer)));
    return new GumbelGates(network, byLayer);
  }

  /**
   * {@return the gates among a file's tensors}
   *
   * @param file the file
   * @param network the network
   * @throws IllegalArgumentException when there is none, or one that is incomplete, belongs to no
   *     convolution of the network, or has the wrong shape or block; the message names the tensor
   */
  public static GumbelGates from(SafeTensors file, SkipNetwork network) {
    return of(network, new GumbelTensors(network).gates(file));
  }

  /**
   * Reads a file that holds gates, alone or beside the weights.
   *
   * @param file the file
   * @param network the network
   * @return the gates
   * @throws IOException when the file cannot be read, is no safetensors file, or holds no gates of
   *     this network (see {@link #from}); the message names the file and what is wrong
   */
  public static GumbelGates read(Path file, SkipNetwork network) throws IOException {
    return FileErrors.naming(file, () -> from(SafeTensors.read(file), network));
  }

  /** {@return the gates by the name of their convolution} */
  public Map<String, GumbelGate> byLayer() {
    return byLayer;
  }

  /**
   * {@return the gates at work under REBASE; a layer without one computes whatever saw a change}
   */
  public SessionOptions options() {
    return options(Gate.ALL_OPEN);
  }

  /**
   * {@return the gates at work under REBASE} The options are for sessions of this network: another
   * one is refused when it opens a session with them.
   *
   * @param others the gate of a layer that has no learned one
   */
  public SessionOptions options(Gate others) {
    Objects.requireNonNull(others, "others");
    return SessionOptions.perLayer(layer -> gate(layer, others)).withPolicy(ResidualPolicy.REBASE);
  }

  private Gate gate(GatedLayer layer, Gate others) {
    convolution(network, layer.name());
    GumbelGate gate = byLayer.get(layer.name());
    return gate == null ? others : gate;
  }

  /**
   * {@return {@link GumbelGate#publishedMacs} of all layers that have a gate here: what the paper
   * counts for gating in each frame that is no keyframe}
   */
  public long publishedMacs() {
    return byLayer.keySet().stream()
        .mapToLong(layer -> GumbelGate.publishedMacs(convolution(network, layer)))
        .sum();
  }

  /**
   * {@return the tensors and strings of a file together with these gates} Gates that it held before
   * are left out.
   *
   * @param weights tensors of the network
   */
  public SafeTensors addedTo(SafeTensors weights) {
    return new GumbelTensors(network).replace(weights, byLayer);
  }

  /**
   * Writes these gates alone, in single precision; {@link #addedTo} puts them beside weights.
   *
   * @param file the file
   * @throws IOException when the file cannot be written
   */
  public void write(Path file) throws IOException {
    addedTo(SafeTensors.of(Map.of())).write(file, ElementType.F32);
  }

  @Override
  public String toString() {
    return byLayer.size() + " learned gates of " + network.name();
  }

  private static Node convolution(SkipNetwork network, String layer) {
    List<Node> convolutions = network.gatedLayers();
    for (Node node : convolutions) {
      if (node.name().equals(layer)) {
        return node;
      }
    }
    List<String> names = convolutions.stream().map(Node::name).toList();
    throw new IllegalArgumentException(
        "there is no convolution "
            + layer
            + " in "
            + network.name()
            + (names.isEmpty() ? "" : "; did you mean " + NearestName.of(layer, names) + "?"));
  }

  private static void requireFits(GumbelGate gate, Node convolution) {
    Conv conv = convolution.conv();
    // The weight's mean size is of no interest here.
    gate.requireFits(
        new GatedLayer(
            convolution.name(),
            conv.spec(),
            convolution.input().shape(),
            convolution.shape(),
            0,
            ResidualPolicy.REBASE));
  }
}

package org.skipconv.gates;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Node;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Names of learned gates in a file of tensors. */
final class GumbelTensors {
  private static final String WEIGHT = ".gate.weight";
  private static final String BIAS = ".gate.bias";
  private static final String BLOCK = "gate.block";
  private static final String BLOCK_OF = BLOCK + ".";

  private final Set<String> nodes;

  GumbelTensors(SkipNetwork network) {
    nodes = network.nodes().stream().map(Node::name).collect(Collectors.toSet());
  }

  /** The layer whose gate a tensor belongs to, or null when it is something else. */
  private @Nullable String layer(String tensor, String suffix) {
    if (!tensor.endsWith(suffix)) {
      return null;
    }
    String layer = tensor.substring(0, tensor.length() - suffix.length());
    // A layer that is itself called "gate" has weights of that name.
    return nodes.contains(layer + ".gate") ? null : layer;
  }

  private boolean isGate(String tensor) {
    return layer(tensor, WEIGHT) != null || layer(tensor, BIAS) != null;
  }

  private static boolean isBlock(String key) {
    return key.equals(BLOCK) || key.startsWith(BLOCK_OF);
  }

  /** All gates of a file by layer; whether they fit the network is not looked at. */
  Map<String, GumbelGate> gates(SafeTensors file) {
    Map<String, GumbelGate> gates = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> each : file.tensors().entrySet()) {
      String layer = layer(each.getKey(), WEIGHT);
      if (layer != null) {
        gates.put(layer, gate(file, layer, each.getValue()));
      }
    }
    if (gates.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no learned gates, tensors named <layer>" + WEIGHT + " and <layer>" + BIAS);
    }
    requireNothingLeft(file, gates.keySet());
    return gates;
  }

  private static GumbelGate gate(SafeTensors file, String layer, Tensor weight) {
    Tensor bias = file.tensors().get(layer + BIAS);
    if (bias == null) {
      throw new IllegalArgumentException(
          "there is " + layer + WEIGHT + ", but no " + layer + BIAS + " [1]");
    }
    if (bias.rank() != 1 || bias.elements() != 1) {
      throw new IllegalArgumentException(layer + BIAS + " must be [1], but is " + bias);
    }
    int block = block(file.metadata(), layer);
    try {
      return GumbelGate.of(weight, bias.get(0), block);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("gate of " + layer + ": " + e.getMessage(), e);
    }
  }

  private static int block(Map<String, String> metadata, String layer) {
    String key = metadata.containsKey(BLOCK_OF + layer) ? BLOCK_OF + layer : BLOCK;
    String value = metadata.getOrDefault(key, "1");
    try {
      return BlockGate.requireSize(Integer.parseInt(value.trim()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metadata " + key + ": the block size must be 1, 2, 4 or 8, but is \"" + value + "\"", e);
    }
  }

  private void requireNothingLeft(SafeTensors file, Set<String> layers) {
    for (String name : file.tensors().keySet()) {
      String layer = layer(name, BIAS);
      if (layer != null && !layers.contains(layer)) {
        throw new IllegalArgumentException(
            "there is " + name + ", but no " + layer + WEIGHT + " [1, channels, height, width]");
      }
    }
    for (String key : file.metadata().keySet()) {
      if (key.startsWith(BLOCK_OF) && !layers.contains(key.substring(BLOCK_OF.length()))) {
        throw new IllegalArgumentException(
            "there is metadata " + key + ", but no gate of that layer");
      }
    }
  }

  /** A file's content with these gates in the place of those it had. */
  SafeTensors replace(SafeTensors file, Map<String, GumbelGate> gates) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors.keySet().removeIf(this::isGate);
    Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
    metadata.keySet().removeIf(GumbelTensors::isBlock);
    Set<Integer> blocks = new HashSet<>();
    gates.forEach(
        (layer, gate) -> {
          if (!isGate(layer + WEIGHT)) {
            throw new IllegalArgumentException(
                "the gate of " + layer + " cannot be named: there is a layer " + layer + ".gate");
          }
          tensors.put(layer + WEIGHT, gate.weight());
          tensors.put(layer + BIAS, Tensor.of(new float[] {gate.bias()}, 1));
          blocks.add(gate.block());
        });
    boolean oneForAll = blocks.size() == 1;
    gates.forEach(
        (layer, gate) ->
            metadata.put(oneForAll ? BLOCK : BLOCK_OF + layer, Integer.toString(gate.block())));
    return new SafeTensors(tensors, metadata);
  }
}

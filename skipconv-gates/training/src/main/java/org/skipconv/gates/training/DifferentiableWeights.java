package org.skipconv.gates.training;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;

/**
 * A network's weights as PyTorch has them. Layers that share a weight share it here, too. Batch
 * norm stays folded: it is the scale and the bias of its convolution.
 */
final class DifferentiableWeights implements AutoCloseable {
  private final torch.ScalarType type;
  private final IdentityHashMap<org.skipconv.core.Tensor, Tensor> tensors = new IdentityHashMap<>();
  private final IdentityHashMap<org.skipconv.core.Tensor, String> names = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();

  DifferentiableWeights(SkipNetwork network, torch.ScalarType type) {
    this.type = type;
    for (Node node : network.nodes()) {
      node.parameters().forEach(parameter -> add(parameter.name(), parameter.tensor()));
    }
  }

  private void add(String name, org.skipconv.core.Tensor tensor) {
    if (names.putIfAbsent(tensor, name) == null) {
      if (!taken.add(name)) {
        throw new IllegalArgumentException(
            "two weights of the network are named " + name + ", so that one would not be trained");
      }
      long[] shape = new long[tensor.rank()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = tensor.size(i);
      }
      tensors.put(tensor, Tensor.create(tensor.values(), shape).to(type));
    }
  }

  torch.ScalarType type() {
    return type;
  }

  /** Returns the tensor that stands for a weight of the network. */
  Tensor get(org.skipconv.core.Tensor tensor) {
    return tensors.get(tensor);
  }

  /** The kernel of a convolution with its scale multiplied in. */
  Tensor kernel(Conv conv) {
    Tensor weight = get(conv.weight());
    return conv.scale() == null ? weight : weight.mul(get(conv.scale()).reshape(-1, 1, 1, 1));
  }

  /**
   * Returns all weights that can be trained, by name.
   *
   * @param affine whether scales and biases are, too; they hold the folded batch norm
   */
  Map<String, Tensor> trainable(boolean affine) {
    Map<String, Tensor> trained = new LinkedHashMap<>();
    names.entrySet().stream()
        .filter(e -> affine || e.getKey().rank() == 4)
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> trained.put(e.getValue(), get(e.getKey())));
    return trained;
  }

  /** The network's own tensors by name. */
  SortedMap<String, org.skipconv.core.Tensor> originals() {
    SortedMap<String, org.skipconv.core.Tensor> originals = new TreeMap<>();
    names.forEach((tensor, name) -> originals.put(name, tensor));
    return originals;
  }

  /** The values that a weight has now. */
  org.skipconv.core.Tensor value(org.skipconv.core.Tensor tensor) {
    return org.skipconv.core.Tensor.of(PyTorch.floats(get(tensor)), tensor.shape());
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}

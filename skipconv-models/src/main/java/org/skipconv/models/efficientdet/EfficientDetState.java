package org.skipconv.models.efficientdet;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;

/**
 * The state dict that would build an EfficientDet: the way back from a network. The folded batch
 * norms come out with mean 0 and variance 1, and biases in front of them are 0.
 */
final class EfficientDetState {
  private final Form form;
  private final Map<String, Tensor> state = new LinkedHashMap<>();

  private EfficientDetState(Form form) {
    this.form = form;
  }

  static Map<String, Tensor> of(SkipNetwork network, Form form) {
    EfficientDetState result = new EfficientDetState(form);
    network.convolutions().forEach(result::addConvolution);
    for (Node node : network.nodes()) {
      if (node.name().endsWith(BiFpn.COMBINE)) {
        result.addFusion(node);
      }
    }
    return result.state;
  }

  private void addConvolution(Node node) {
    Conv conv = node.conv();
    Conv.Names names = Objects.requireNonNullElse(conv.names(), Conv.Names.of(node.name()));
    state.put(names.weight(), conv.weight());
    if (conv.scale() != null) {
      addNorm(names, conv.scale(), bias(node));
    } else if (!isDepthwise(node)) {
      state.put(names.bias(), bias(node));
    }
  }

  private void addNorm(Conv.Names names, Tensor scale, Tensor bias) {
    boolean backbone = names.weight().startsWith(Backbone.PATH);
    if (form.redundantBias && !backbone) {
      state.put(withoutKey(names.weight()) + ".bias", constant(scale.elements(), 0));
    }
    double epsilon = backbone ? form.backboneEpsilon : Form.EPSILON;
    state.put(names.scale(), times(scale, Math.sqrt(1 + epsilon)));
    state.put(names.bias(), bias);
    String norm = withoutKey(names.scale());
    state.put(norm + ".running_mean", constant(scale.elements(), 0));
    state.put(norm + ".running_var", constant(scale.elements(), 1));
  }

  private static String withoutKey(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The weights whose shares, with what keeps them just under a sum of 1, are these factors. */
  private void addFusion(Node node) {
    List<Float> factors = node.weightedSum().orElseThrow();
    if (factors.stream().allMatch(factor -> factor == 1)) {
      return;
    }
    float[] edges = new float[factors.size()];
    double sum = factors.stream().mapToDouble(Float::doubleValue).sum();
    double total = sum < 1 ? BiFpn.FUSION_EPSILON * sum / (1 - sum) : 1;
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (float) (factors.get(i) / sum * total);
    }
    state.put(node.name() + ".edge_weights", Tensor.of(edges, edges.length));
  }

  /**
   * The bias, and what comes through it of the depthwise convolution before it, which has no batch
   * norm and no bias in a file, but gets one in a training.
   */
  private static Tensor bias(Node node) {
    Conv conv = node.conv();
    Node before = node.input();
    if (!isDepthwise(before) || before.conv().scale() != null) {
      return conv.bias();
    }
    int out = conv.outChannels();
    int in = conv.weight().size(1);
    float[] sums = new float[out];
    for (int o = 0; o < out; o++) {
      double through = 0;
      for (int i = 0; i < in; i++) {
        through += (double) conv.weight().get(o * in + i) * before.conv().bias().get(i);
      }
      double scale = conv.scale() == null ? 1 : conv.scale().get(o);
      sums[o] = (float) (conv.bias().get(o) + scale * through);
    }
    return Tensor.of(sums, out);
  }

  private static boolean isDepthwise(Node node) {
    return node.isConvolution() && node.conv().spec().groups() > 1;
  }

  private static Tensor times(Tensor tensor, double factor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factor;
    }
    return Tensor.of(values, tensor.shape());
  }

  private static Tensor constant(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Tensor.of(values, size);
  }
}

package org.skipconv.models.efficientdet;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/**
 * The state dict that would build an EfficientDet: the way back from a network. The folded batch
 * norms come out with mean 0 and variance 1, and biases in front of them are 0.
 */
final class EfficientDetState {
  private static final Pattern HEAD =
      Pattern.compile("(\\w+_net)\\.conv_rep\\.(\\d+)\\.conv_pw@P(\\d)");
  private static final String POINTWISE = ".conv_pw";
  private static final String DEPTHWISE = ".conv_dw";

  private final Form form;
  private final Map<String, Op.Conv> convolutions = new LinkedHashMap<>();
  private final Map<String, Tensor> state = new LinkedHashMap<>();

  private EfficientDetState(Form form) {
    this.form = form;
  }

  static Map<String, Tensor> of(SkipNetwork network, Form form) {
    EfficientDetState result = new EfficientDetState(form);
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Conv conv) {
        result.convolutions.put(node.name(), conv);
      }
    }
    network.nodes().forEach(result::add);
    return result.state;
  }

  private void add(Node node) {
    if (node.op() instanceof Op.Conv conv) {
      add(node.name(), conv);
    } else if (node.op() instanceof Op.SqueezeExcite squeeze) {
      state.put(node.name() + ".conv_reduce.weight", squeeze.reduceWeight());
      state.put(node.name() + ".conv_reduce.bias", squeeze.reduceBias());
      state.put(node.name() + ".conv_expand.weight", squeeze.expandWeight());
      state.put(node.name() + ".conv_expand.bias", squeeze.expandBias());
    } else if (node.op() instanceof Op.Sum sum && node.name().endsWith(".combine")) {
      addFusion(node.name(), sum.factors());
    }
  }

  /** The weights whose shares, with what keeps them just under a sum of 1, are these factors. */
  private void addFusion(String name, List<Float> factors) {
    if (factors.stream().allMatch(factor -> factor == 1)) {
      return;
    }
    float[] edges = new float[factors.size()];
    double sum = factors.stream().mapToDouble(Float::doubleValue).sum();
    double total = sum < 1 ? BiFpn.FUSION_EPSILON * sum / (1 - sum) : 1;
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (float) (factors.get(i) / sum * total);
    }
    state.put(name + ".edge_weights", Tensor.of(edges, edges.length));
  }

  private void add(String name, Op.Conv conv) {
    String path = name.replaceFirst("@.*", "");
    state.put(path + ".weight", conv.weight());
    Tensor bias = bias(name, conv);
    if (conv.scale() == null) {
      if (path.endsWith(".predict" + POINTWISE)) {
        state.put(path + ".bias", bias);
      }
      return;
    }
    boolean backbone = path.startsWith("backbone.");
    if (form.redundantBias && !backbone) {
      state.put(path + ".bias", constant(conv.outChannels(), 0));
    }
    String norm = normOf(name);
    double epsilon = backbone ? form.backboneEpsilon : Form.EPSILON;
    state.put(norm + ".weight", times(conv.scale(), Math.sqrt(1 + epsilon)));
    state.put(norm + ".bias", bias);
    state.put(norm + ".running_mean", constant(conv.outChannels(), 0));
    state.put(norm + ".running_var", constant(conv.outChannels(), 1));
  }

  /**
   * The bias, and what comes through it of the depthwise convolution before it, which has no batch
   * norm and no bias in a file, but gets one in a training.
   */
  private Tensor bias(String name, Op.Conv conv) {
    Op.Conv depthwise = convolutions.get(name.replace(POINTWISE, DEPTHWISE));
    boolean separable = name.contains(POINTWISE) && depthwise != null && depthwise.scale() == null;
    if (!separable) {
      return conv.bias();
    }
    int out = conv.outChannels();
    int in = conv.weight().size(1);
    float[] sums = new float[out];
    for (int o = 0; o < out; o++) {
      double through = 0;
      for (int i = 0; i < in; i++) {
        through += (double) conv.weight().get(o * in + i) * depthwise.bias().get(i);
      }
      double scale = conv.scale() == null ? 1 : conv.scale().get(o);
      sums[o] = (float) (conv.bias().get(o) + scale * through);
    }
    return Tensor.of(sums, out);
  }

  private static String normOf(String layer) {
    Matcher head = HEAD.matcher(layer);
    if (head.matches()) {
      int level = Integer.parseInt(head.group(3)) - Variant.MIN_LEVEL;
      return head.group(1) + ".bn_rep." + head.group(2) + "." + level + ".bn";
    }
    if (layer.equals("backbone.conv_stem")) {
      return "backbone.bn1";
    }
    if (!layer.startsWith("backbone.")) {
      return layer.replaceFirst("\\.conv(_pw)?$", ".bn");
    }
    List<String> order =
        layer.startsWith("backbone.blocks.0.")
            ? List.of(DEPTHWISE, POINTWISE)
            : List.of(POINTWISE, DEPTHWISE, ".conv_pwl");
    int dot = layer.lastIndexOf('.');
    return layer.substring(0, dot) + ".bn" + (order.indexOf(layer.substring(dot)) + 1);
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

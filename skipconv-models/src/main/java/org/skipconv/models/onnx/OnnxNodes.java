package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Says each node of a network in ONNX's operators. */
final class OnnxNodes {
  private final SkipNetwork network;
  private final OnnxGraph graph = new OnnxGraph();
  private final Map<Node, String> values = new HashMap<>();

  OnnxNodes(SkipNetwork network) {
    this.network = network;
  }

  ProtoMessage model() {
    Map<Node, String> outputNames = new HashMap<>();
    network.outputs().forEach((name, node) -> outputNames.putIfAbsent(node, graph.unique(name)));
    for (Node node : network.nodes()) {
      boolean direct = outputNames.containsKey(node) && !(node.op() instanceof Op.Input);
      String result = direct ? outputNames.get(node) : graph.unique(node.name());
      values.put(node, result);
      convert(node, result);
    }
    network.outputs().forEach(this::output);
    return graph.model(network.name());
  }

  /** A second name of a node, or a name for the input, is an operation of its own in ONNX. */
  private void output(String name, Node node) {
    if (!values.get(node).equals(name)) {
      graph.node("Identity", name, List.of(values.get(node)));
    }
    graph.output(name, node.shape());
  }

  private void convert(Node node, String result) {
    List<String> operands = node.inputs().stream().map(values::get).toList();
    Op op = node.op();
    if (op instanceof Op.Input) {
      graph.input(result, node.shape());
    } else if (op instanceof Op.Conv conv) {
      convolution(node, conv, result, operands.get(0));
    } else if (op instanceof Op.Activate activate) {
      activation(activate, result, operands.get(0));
    } else if (op instanceof Op.Sum sum) {
      sum(sum, result, operands);
    } else if (op instanceof Op.MaxPool pool) {
      window(graph.node("MaxPool", result, operands), pool.spec(), node.input().shape());
    } else if (op instanceof Op.Resize resize) {
      new OnnxResize(graph, result).convert(resize, node.input().shape(), operands.get(0));
    } else if (op instanceof Op.Concat) {
      graph.node("Concat", result, operands).integer("axis", 1);
    } else if (op instanceof Op.SqueezeExcite squeeze) {
      squeezeExcite(squeeze, result, operands.get(0));
    } else {
      throw new IllegalArgumentException(
          "node " + node.name() + " cannot be said in ONNX: " + op.getClass().getSimpleName());
    }
  }

  private void convolution(Node node, Op.Conv conv, String result, String x) {
    String weight = graph.floats(node.name() + ".weight", scaled(conv));
    String bias = graph.floats(node.name() + ".bias", conv.bias());
    window(graph.node("Conv", result, List.of(x, weight, bias)), conv.spec(), node.input().shape())
        .integer("group", conv.spec().groups());
  }

  private static Tensor scaled(Op.Conv conv) {
    if (conv.scale() == null) {
      return conv.weight();
    }
    float[] values = conv.weight().values().clone();
    int perChannel = values.length / conv.outChannels();
    for (int i = 0; i < values.length; i++) {
      values[i] *= conv.scale().get(i / perChannel);
    }
    return Tensor.of(values, conv.weight().shape());
  }

  private static OnnxGraph.Operation window(
      OnnxGraph.Operation operation, ConvSpec spec, Shape in) {
    Padding.Explicit pad = spec.paddingFor(in.height(), in.width());
    return operation
        .ints("kernel_shape", spec.kernelHeight(), spec.kernelWidth())
        .ints("strides", spec.strideY(), spec.strideX())
        .ints("pads", pad.top(), pad.left(), pad.bottom(), pad.right())
        .ints("dilations", spec.dilation(), spec.dilation());
  }

  private void activation(Op.Activate activate, String result, String x) {
    switch (activate.function()) {
      case NONE -> graph.node("Identity", result, List.of(x));
      case RELU -> graph.node("Relu", result, List.of(x));
      case RELU6 ->
          graph.node(
              "Clip", result, List.of(x, scalar(result + ".min", 0), scalar(result + ".max", 6)));
      case SIGMOID -> graph.node("Sigmoid", result, List.of(x));
      case SILU -> {
        String sigmoid = graph.unique(result + ".sigmoid");
        graph.node("Sigmoid", sigmoid, List.of(x));
        graph.node("Mul", result, List.of(x, sigmoid));
      }
    }
  }

  private void squeezeExcite(Op.SqueezeExcite squeeze, String result, String x) {
    String mean = graph.unique(result + ".mean");
    graph.node("ReduceMean", mean, List.of(x)).ints("axes", 2, 3);
    String reduced = graph.unique(result + ".reduced");
    pointwise(result + ".conv_reduce", reduced, mean, squeeze.reduceWeight(), squeeze.reduceBias());
    String inner = reduced;
    if (squeeze.inner() != Activation.NONE) {
      inner = graph.unique(reduced + ".activated");
      activation(new Op.Activate(squeeze.inner()), inner, reduced);
    }
    String expanded = graph.unique(result + ".expanded");
    pointwise(
        result + ".conv_expand", expanded, inner, squeeze.expandWeight(), squeeze.expandBias());
    String factors = graph.unique(result + ".factors");
    graph.node("Sigmoid", factors, List.of(expanded));
    graph.node("Mul", result, List.of(x, factors));
  }

  private void pointwise(String name, String result, String x, Tensor weight, Tensor bias) {
    String weightName = graph.floats(name + ".weight", weight);
    graph.node("Conv", result, List.of(x, weightName, graph.floats(name + ".bias", bias)));
  }

  private String scalar(String name, float value) {
    return graph.floats(name, Tensor.of(new float[] {value}));
  }

  /** One addition after the other, because the order of the terms decides the rounding. */
  private void sum(Op.Sum sum, String result, List<String> operands) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      terms.add(term(result + ".term" + i, sum.factors().get(i), operands.get(i)));
    }
    String total = terms.get(0);
    for (int i = 1; i < terms.size(); i++) {
      boolean last = i == terms.size() - 1;
      String next = last ? result : graph.unique(result + ".sum" + i);
      graph.node("Add", next, List.of(total, terms.get(i)));
      total = next;
    }
    if (terms.size() == 1) {
      graph.node("Identity", result, terms);
    }
  }

  private String term(String name, float factor, String operand) {
    if (factor == 1) {
      return operand;
    }
    String product = graph.unique(name);
    graph.node("Mul", product, List.of(operand, scalar(name + ".factor", factor)));
    return product;
  }
}

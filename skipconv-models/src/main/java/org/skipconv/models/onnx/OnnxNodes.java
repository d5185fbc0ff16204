package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Interpreter;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;

/**
 * Writes each node of a network in ONNX's operators; a value is the name of a tensor in the graph.
 */
final class OnnxNodes implements Interpreter<String> {
  private final SkipNetwork network;
  private final OnnxGraph graph;
  private final Map<Node, String> values = new HashMap<>();
  private final Map<Integer, Tensor> zeros = new HashMap<>();
  private final Map<Integer, Tensor> ones = new HashMap<>();

  OnnxNodes(SkipNetwork network) {
    this.network = network;
    this.graph = new OnnxGraph(network.name());
  }

  ModelProto model() {
    network.outputs().keySet().forEach(graph::unique);
    for (Node node : network.nodes()) {
      List<String> operands = node.inputs().stream().map(values::get).toList();
      values.put(node, node.interpret(this, operands));
    }
    network.outputs().forEach(this::output);
    return graph.model();
  }

  /**
   * A result has the name of its node, which is that of the layer when the file is imported; an
   * output of another name is an operation of its own.
   */
  private void output(String name, Node node) {
    if (!values.get(node).equals(name)) {
      graph.node("Identity", name, List.of(values.get(node)));
    }
    graph.output(name, node.shape());
  }

  private String resultOf(Node node) {
    boolean isOutput = node.equals(network.outputs().get(node.name()));
    return isOutput ? node.name() : graph.unique(node.name());
  }

  @Override
  public String input(Node node, Input operation) {
    String name = graph.unique(node.name());
    graph.input(name, node.shape());
    return name;
  }

  @Override
  public String conv(Node node, Conv conv, String x) {
    String result = resultOf(node);
    // Behind an output of the layer's own name there is no place for a second operation.
    boolean isNormed = conv.scale() != null && !network.outputs().containsKey(result);
    Tensor weights = isNormed ? conv.weight() : scaled(conv);
    List<String> operands = new ArrayList<>();
    operands.add(x);
    operands.add(graph.floats(node.name() + ".weight", weights));
    String bias = graph.floats(node.name() + ".bias", conv.bias());
    if (!isNormed) {
      operands.add(bias);
    }
    window(graph.node("Conv", result, operands), conv.spec(), node.input().shape())
        .integer("group", conv.spec().groups());
    return isNormed ? normed(node, conv, result, bias) : result;
  }

  /** The scale and the bias, so that the weights keep their bits. */
  private String normed(Node node, Conv conv, String x, String bias) {
    String name = graph.unique(node.name() + ".scaled");
    String scale = graph.floats(node.name() + ".scale", conv.scale());
    int channels = conv.outChannels();
    String mean = graph.floats("zeros", zeros.computeIfAbsent(channels, c -> filled(c, 0)));
    String variance = graph.floats("ones", ones.computeIfAbsent(channels, c -> filled(c, 1)));
    graph
        .node("BatchNormalization", name, List.of(x, scale, bias, mean, variance))
        .number("epsilon", 0);
    return name;
  }

  private static Tensor filled(int channels, float value) {
    float[] values = new float[channels];
    Arrays.fill(values, value);
    return Tensor.of(values, channels);
  }

  private static Tensor scaled(Conv conv) {
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

  private static OnnxGraph.WrittenNode window(
      OnnxGraph.WrittenNode operation, ConvSpec spec, Shape in) {
    Padding.Explicit pad = spec.paddingFor(in.height(), in.width());
    return operation
        .ints("kernel_shape", spec.kernelHeight(), spec.kernelWidth())
        .ints("strides", spec.strideY(), spec.strideX())
        .ints("pads", pad.top(), pad.left(), pad.bottom(), pad.right())
        .ints("dilations", spec.dilationY(), spec.dilationX());
  }

  @Override
  public String pointwise(Node node, Pointwise operation, List<String> operands) {
    String result = resultOf(node);
    OnnxExpression.write(graph, operation, operands, result);
    return result;
  }

  @Override
  public String pool(Node node, Pool operation, String x) {
    String result = resultOf(node);
    if (operation.pooling() == Pool.Pooling.MAX) {
      window(graph.node("MaxPool", result, List.of(x)), operation.spec(), node.input().shape());
      return result;
    }
    ConvSpec spec = operation.spec();
    if (spec.dilationY() > 1 || spec.dilationX() > 1) {
      throw new IllegalArgumentException(
          node + " cannot be written in ONNX: AveragePool of opset 17 has no dilation");
    }
    Padding.Explicit pad =
        spec.paddingFor(node.input().shape().height(), node.input().shape().width());
    boolean padded = operation.pooling() == Pool.Pooling.MEAN_OF_PADDED;
    graph
        .node("AveragePool", result, List.of(x))
        .ints("kernel_shape", spec.kernelHeight(), spec.kernelWidth())
        .ints("strides", spec.strideY(), spec.strideX())
        .ints("pads", pad.top(), pad.left(), pad.bottom(), pad.right())
        .integer("count_include_pad", padded ? 1 : 0);
    return result;
  }

  @Override
  public String gather(Node node, Gather operation, List<String> operands) {
    String result = resultOf(node);
    if (operation.equals(Gather.concat(operands.size()))) {
      graph.node("Concat", result, operands).integer("axis", 1);
    } else if (operation.isNearest()) {
      new OnnxResize(graph, result).nearest(node.input().shape(), node.shape(), operands.get(0));
    } else {
      new OnnxGather(graph, node, operation).write(operands, result);
    }
    return result;
  }

  @Override
  public String interpolate(Node node, Interpolate operation, String x) {
    String result = resultOf(node);
    new OnnxResize(graph, result).bilinear(operation, node, x);
    return result;
  }

  @Override
  public String reduce(Node node, Reduce operation, String x) {
    String result = resultOf(node);
    String operator =
        switch (operation.reduction()) {
          case MEAN -> "ReduceMean";
          case MAX -> "ReduceMax";
        };
    graph.node(operator, result, List.of(x)).ints("axes", 2, 3);
    return result;
  }
}

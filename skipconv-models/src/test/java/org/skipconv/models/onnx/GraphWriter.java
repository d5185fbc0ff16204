package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes ONNX graphs for tests, node by node, with random weights. */
final class GraphWriter {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random;
  private int count;

  GraphWriter(long seed) {
    random = new Random(seed);
  }

  String input(String name, int... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(tensor)));
    return name;
  }

  void output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
  }

  byte[] bytes() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private String unique(String type) {
    return type.toLowerCase(java.util.Locale.ROOT) + count++;
  }

  String constant(OnnxConstant value) {
    String name = unique("constant");
    graph.addInitializer(value.toProto(name));
    return name;
  }

  String numbers(long... values) {
    return constant(OnnxConstant.list(values));
  }

  String number(float value) {
    return constant(OnnxConstant.scalar(value));
  }

  /** Weights that keep the magnitude of what they are multiplied with. */
  String weights(int... dims) {
    float[] values = new float[OnnxConstant.elements(dims)];
    int inputs = Math.max(1, values.length / dims[0]);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(1.6 / inputs));
    }
    return constant(OnnxConstant.floats(dims, values));
  }

  String node(String type, List<String> inputs, AttributeProto... attributes) {
    return nodes(type, 1, inputs, attributes).get(0);
  }

  List<String> nodes(String type, int results, List<String> inputs, AttributeProto... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addAllInput(inputs);
    for (int i = 0; i < results; i++) {
      node.addOutput(unique(type));
    }
    node.addAllAttribute(Arrays.asList(attributes));
    graph.addNode(node);
    return List.copyOf(node.getOutputList());
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
        .build();
  }

  String conv(String x, int in, int out, int kernel, int stride, int groups) {
    int pad = kernel / 2;
    return node(
        "Conv",
        List.of(x, weights(out, in / groups, kernel, kernel), weights(out)),
        ints("kernel_shape", kernel, kernel),
        ints("strides", stride, stride),
        ints("pads", pad, pad, pad, pad),
        integer("group", groups));
  }

  /** A convolution and SiLU as two nodes, as PyTorch writes it. */
  String convSilu(String x, int in, int out, int kernel, int stride) {
    String y = conv(x, in, out, kernel, stride, 1);
    return node("Mul", List.of(y, node("Sigmoid", List.of(y))));
  }

  String add(String a, String b) {
    return node("Add", List.of(a, b));
  }

  String concat(int axis, String... parts) {
    return node("Concat", List.of(parts), integer("axis", axis));
  }

  String reshape(String x, long... dims) {
    return node("Reshape", List.of(x, numbers(dims)));
  }

  String transpose(String x, long... order) {
    return node("Transpose", List.of(x), ints("perm", order));
  }

  String softmax(String x, int axis) {
    return node("Softmax", List.of(x), integer("axis", axis));
  }

  String twice(String x) {
    String scales = constant(OnnxConstant.floats(new int[] {4}, new float[] {1, 1, 2, 2}));
    return node(
        "Resize",
        List.of(x, "", scales),
        text("mode", "nearest"),
        text("coordinate_transformation_mode", "asymmetric"),
        text("nearest_mode", "floor"));
  }
}

package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One of ONNX's own tests of an operator: a model of one node, operands and expected results.
 *
 * @param name of the test
 * @param model as it stands in its file
 * @param operands by the names of the model's inputs
 * @param results by the names of its outputs
 */
record OperatorCase(
    String name, ModelProto model, Map<String, TensorProto> operands, List<TensorProto> results) {
  private static final int NEWEST_OPSET = 22;

  /** Name of an input, and of the output that is the same, that a model without inputs gets. */
  static final String OTHER = "other";

  /** All tests in a file, in alphabetical order. */
  static Map<String, OperatorCase> read(Path file) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    Map<String, OperatorCase> tests = new LinkedHashMap<>();
    for (String path : entries.keySet()) {
      if (path.endsWith("/model.onnx")) {
        String name = path.substring(0, path.indexOf('/'));
        tests.put(name, of(name, entries));
      }
    }
    return tests;
  }

  private static OperatorCase of(String name, Map<String, byte[]> entries) throws IOException {
    ModelProto model = ModelProto.parseFrom(entries.get(name + "/model.onnx"));
    Map<String, TensorProto> operands = new LinkedHashMap<>();
    List<TensorProto> results = new ArrayList<>();
    String data = name + "/test_data_set_0/";
    GraphProto graph = model.getGraph();
    for (int i = 0; i < graph.getInputCount(); i++) {
      byte[] bytes = entries.get(data + "input_" + i + ".pb");
      operands.put(graph.getInput(i).getName(), TensorProto.parseFrom(bytes));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      results.add(TensorProto.parseFrom(entries.get(data + "output_" + i + ".pb")));
    }
    return new OperatorCase(name, model, operands, results);
  }

  /** The operator that is tested: that of the last node. */
  String operator() {
    return model.getGraph().getNode(model.getGraph().getNodeCount() - 1).getOpType();
  }

  static boolean isFloating(TensorProto tensor) {
    return switch (TensorProto.DataType.forNumber(tensor.getDataType())) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> true;
      default -> false;
    };
  }

  /**
   * The model with some of its inputs left, and the others constants with the values of the test:
   * what real files have for shapes, axes, weights and limits.
   */
  ModelProto with(List<String> inputs) {
    GraphProto graph = model.getGraph();
    GraphProto.Builder bound = graph.toBuilder().clearInput();
    for (ValueInfoProto input : graph.getInputList()) {
      TensorProto value = operands.get(input.getName());
      if (inputs.contains(input.getName())) {
        bound.addInput(info(input.getName(), isFloating(value) ? value : asFloats(value)));
      } else {
        bound.addInitializer(value.toBuilder().setName(input.getName()));
      }
    }
    if (inputs.isEmpty()) {
      TensorProto one =
          TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE).addDims(1).build();
      bound.addInput(info(OTHER, one));
      bound.addNode(
          NodeProto.newBuilder().setOpType("Identity").addInput(OTHER).addOutput(OTHER + "_out"));
      bound.addOutput(info(OTHER + "_out", one));
    }
    ModelProto.Builder whole = model.toBuilder().setGraph(bound);
    // Later versions of these operators take more types, and mean the same.
    whole
        .getOpsetImportBuilderList()
        .forEach(set -> set.setVersion(Math.min(set.getVersion(), NEWEST_OPSET)));
    return whole.build();
  }

  /** Whether a frame would hold NaN or infinity, which sessions refuse. */
  boolean isOfUnfitFrames(List<String> inputs) {
    for (String input : inputs) {
      OnnxConstant operand = OnnxConstant.of(operands.get(input));
      for (int i = 0; i < operand.elements(); i++) {
        if (!Float.isFinite(operand.number(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static TensorProto asFloats(TensorProto whole) {
    return whole.toBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE).build();
  }

  private static ValueInfoProto info(String name, TensorProto like) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : like.getDimsList()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(like.getDataType()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  @Override
  public String toString() {
    return name;
  }
}

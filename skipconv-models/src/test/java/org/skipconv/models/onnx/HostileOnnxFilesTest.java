package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.FileTrial;

/** Files that want memory, time, or files of others. */
@Timeout(60)
class HostileOnnxFilesTest {
  /** Bytes that may be allocated for each one of a file, of which the smallest have some 100. */
  private static final int MULTIPLE = 400_000;

  private static final ImportOptions SMALL = ImportOptions.defaults().untrusting(1 << 20);

  @TempDir Path folder;

  private static ValueInfoProto info(String name, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : dims) {
      shape.addDimBuilder().setDimValue(size);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder().addInput(info("x", 1, 3, 8, 8));
  }

  private static NodeProto node(String type, String result, String... operands) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(List.of(operands))
        .addOutput(result)
        .build();
  }

  private static TensorProto whole(String name, long... values) {
    return OnnxConstant.list(values).toProto(name);
  }

  private static ModelProto model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build();
  }

  private Path write(GraphProto.Builder graph) throws IOException {
    return Files.write(folder.resolve("hostile.onnx"), model(graph).toByteArray());
  }

  private String refused(GraphProto.Builder graph) throws IOException {
    Path file = write(graph);
    return FileTrial.refused(file, MULTIPLE, () -> OnnxModel.load(file, SMALL));
  }

  /** A bomb of constants, multiplied with the input. */
  private static GraphProto.Builder bomb(GraphProto.Builder graph) {
    return graph.addNode(node("Mul", "y", "x", "bomb")).addOutput(info("y"));
  }

  @Test
  void constantsOfAnyShapeAreRefused() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(whole("shape", 1 << 14, 1 << 14))
            .addNode(node("ConstantOfShape", "bomb", "shape"));
    assertThat(refused(bomb(graph))).contains("makes more than 1048576 values");
  }

  @Test
  void manySmallerConstantsAreRefused() throws IOException {
    GraphProto.Builder graph = graph().addInitializer(whole("shape", 1 << 10, 1 << 8));
    graph.addNode(node("ConstantOfShape", "bomb", "shape"));
    for (int i = 0; i < 8; i++) {
      graph.addNode(node("ConstantOfShape", "c" + i, "shape"));
      graph.addNode(node("Mul", "y" + i, "x", "c" + i));
      graph.addOutput(info("y" + i));
    }
    assertThat(refused(bomb(graph))).contains("makes more than 1048576 values");
  }

  @Test
  void expandedTensorsAreRefused() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(whole("shape", 1 << 13, 1 << 13, 1))
            .addInitializer(OnnxConstant.scalar(2).toProto("two"))
            .addNode(node("Expand", "bomb", "two", "shape"));
    assertThat(refused(bomb(graph))).contains("makes more than 1048576 values");
    GraphProto.Builder ofInput =
        graph()
            .addInitializer(whole("shape", 1 << 16, 3, 8, 8))
            .addNode(node("Expand", "y", "x", "shape"))
            .addOutput(info("y"));
    assertThat(refused(ofInput)).contains("makes more than 1048576 values");
  }

  @Test
  void repeatedTensorsAreRefused() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(whole("repeats", 1, 1 << 8, 1 << 8, 1))
            .addNode(node("Tile", "y", "x", "repeats"))
            .addOutput(info("y"));
    assertThat(refused(graph)).contains("makes more than 1048576 values");
  }

  @Test
  void longRangesAreRefused() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(OnnxConstant.scalar(0).toProto("zero"))
            .addInitializer(OnnxConstant.scalar(1e8f).toProto("end"))
            .addInitializer(OnnxConstant.scalar(1).toProto("one"))
            .addNode(node("Range", "bomb", "zero", "end", "one"));
    assertThat(refused(bomb(graph))).contains("makes more than 1048576 values");
  }

  @Test
  void tensorsOfManyAxesAreRefused() throws IOException {
    GraphProto.Builder graph =
        graph()
            .addInitializer(whole("shape", 1, 1, 1, 1, 1, 3, 8, 8, 1))
            .addNode(node("Reshape", "y", "x", "shape"))
            .addOutput(info("y"));
    assertThat(refused(graph)).contains("a tensor of 9 axes");
  }

  @Test
  void foreignPartsAreRefusedWhereNobodyTrustsTheFile() throws IOException {
    GraphProto.Builder graph = graph().addNode(node("Softmax", "y", "x")).addOutput(info("y"));
    assertThat(refused(graph)).contains("would be a foreign part");
  }

  @Test
  void longNamesAreShortened() throws IOException {
    String name = "n".repeat(100_000);
    GraphProto.Builder graph = graph().addNode(node("Softmax", name, "x")).addOutput(info(name));
    assertThat(refused(graph)).contains("nnn ... nnn");
  }

  @Test
  void hugeInputsAreRefused() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(info("x", 1, 1 << 12, 1 << 12, 1 << 12))
            .addNode(node("Relu", "y", "x"))
            .addOutput(info("y"));
    assertThat(refused(graph)).contains("has more than 2^28 values");
  }

  @Test
  void graphsInsideEachOtherAreRefused() throws IOException {
    GraphProto.Builder inner = GraphProto.newBuilder();
    for (int depth = 0; depth < 100; depth++) {
      NodeProto.Builder loop = NodeProto.newBuilder().setOpType("Loop");
      loop.addAttribute(
          AttributeProto.newBuilder()
              .setName("body")
              .setType(AttributeProto.AttributeType.GRAPH)
              .setG(inner));
      inner = GraphProto.newBuilder().addNode(loop);
    }
    assertThat(refused(inner)).contains("this is no ONNX model");
  }

  /** A model whose weights lie in a file. */
  private static GraphProto.Builder external(String location) {
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1)
            .addDims(3)
            .addDims(1)
            .addDims(1)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location))
            .build();
    return graph().addInitializer(weight).addNode(node("Conv", "y", "x", "w")).addOutput(info("y"));
  }

  @Test
  void weightsBesideTheModelAreRead() throws IOException {
    Files.write(folder.resolve("weights.bin"), new byte[12]);
    Path file = write(external("weights.bin"));
    assertThat(OnnxModel.load(file).network().convolutions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/hostname", "../secret.bin", "inner/../../secret.bin", "", ".."})
  void weightsElsewhereAreRefused(String location) throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    Files.write(folder.resolve("secret.bin"), new byte[12]);
    Path file = Files.write(below.resolve("hostile.onnx"), model(external(location)).toByteArray());
    assertThat(FileTrial.refused(file, MULTIPLE, () -> OnnxModel.load(file, SMALL)))
        .contains("only files in the folder of the model are read");
  }

  @Test
  void linksThatLeadElsewhereAreRefused() throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    Path secret = Files.write(folder.resolve("secret.bin"), new byte[12]);
    Files.createSymbolicLink(below.resolve("link.bin"), secret);
    Path file =
        Files.write(below.resolve("hostile.onnx"), model(external("link.bin")).toByteArray());
    assertThat(FileTrial.refused(file, MULTIPLE, () -> OnnxModel.load(file, SMALL)))
        .contains("only files in the folder of the model are read");
  }

  @Test
  void weightsThatEndTooEarlyAreRefused() throws IOException {
    Files.write(folder.resolve("weights.bin"), new byte[11]);
    assertThat(refused(external("weights.bin"))).contains("ends before the data of w do");
  }
}

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
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/** An ONNX graph in the making. */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final String network;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> taken = new HashSet<>();
  private final IdentityHashMap<Tensor, String> written = new IdentityHashMap<>();
  private long weightBytes;

  /**
   * Starts a graph.
   *
   * @param network name of what it will be
   */
  OnnxGraph(String network) {
    this.network = network;
  }

  /** One operation, which takes attributes. */
  record WrittenNode(NodeProto.Builder message) {
    WrittenNode ints(String name, long... values) {
      AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      return this;
    }

    WrittenNode integer(String name, long value) {
      attribute(name, AttributeProto.AttributeType.INT).setI(value);
      return this;
    }

    WrittenNode number(String name, float value) {
      attribute(name, AttributeProto.AttributeType.FLOAT).setF(value);
      return this;
    }

    WrittenNode string(String name, String value) {
      attribute(name, AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
      return this;
    }

    private AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
      return message.addAttributeBuilder().setName(name).setType(type);
    }
  }

  /** Keeps a name for itself, or finds one like it that is free. */
  String unique(String name) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "#" + i;
    }
    return free;
  }

  /** An operation with one result. */
  WrittenNode node(String type, String result, List<String> operands) {
    return new WrittenNode(
        graph
            .addNodeBuilder()
            .addAllInput(operands)
            .addOutput(result)
            .setName(result)
            .setOpType(type));
  }

  /**
   * A constant of floats; the same tensor is written once. Returns its name.
   *
   * @throws IllegalArgumentException when all would be more than a file can hold
   */
  String floats(String name, Tensor tensor) {
    return written.computeIfAbsent(
        tensor,
        key -> {
          String free = unique(name);
          float[] values = tensor.values();
          weightBytes += (long) Float.BYTES * values.length;
          OnnxExport.checkSize(network, weightBytes);
          ByteBuffer raw =
              ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
          raw.asFloatBuffer().put(values);
          tensor(free, TensorProto.DataType.FLOAT, tensor.shape())
              .setRawData(UnsafeByteOperations.unsafeWrap(raw));
          return free;
        });
  }

  /** A constant of whole numbers. Returns its name. */
  String integers(String name, long... values) {
    String free = unique(name);
    TensorProto.Builder tensor = tensor(free, TensorProto.DataType.INT64, values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return free;
  }

  private TensorProto.Builder tensor(String name, TensorProto.DataType type, int... shape) {
    TensorProto.Builder tensor =
        graph.addInitializerBuilder().setName(name).setDataType(type.getNumber());
    for (int size : shape) {
      tensor.addDims(size);
    }
    return tensor;
  }

  void input(String name, Shape shape) {
    graph.addInput(valueInfo(name, shape));
  }

  void output(String name, Shape shape) {
    graph.addOutput(valueInfo(name, shape));
  }

  /** A batch of one NCHW map. */
  private static ValueInfoProto valueInfo(String name, Shape shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (int size : new int[] {1, shape.channels(), shape.height(), shape.width()}) {
      sizes.addDimBuilder().setDimValue(size);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(sizes)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /**
   * The whole file.
   *
   * @throws IllegalArgumentException when it would be larger than a file can be
   */
  ModelProto model() {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("skipconv")
            .setGraph(graph.setName(network))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .build();
    // The weights alone have fewer than 2 GB, so the sum is one without a sign.
    OnnxExport.checkSize(network, Integer.toUnsignedLong(model.getSerializedSize()));
    return model;
  }
}

package org.skipconv.models.onnx;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/**
 * The pieces of an ONNX graph as protobuf messages. Field numbers are those of onnx.proto (IR
 * version 8).
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /** AttributeProto.AttributeType. */
  private static final int ATTRIBUTE_FLOAT = 1;

  private static final int ATTRIBUTE_INT = 2;

  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private final ProtoMessage graph = new ProtoMessage();
  private final Set<String> taken = new HashSet<>();
  private final IdentityHashMap<Tensor, String> written = new IdentityHashMap<>();

  /** One operation; attributes are added to what {@link #node} returns. */
  record OnnxNode(ProtoMessage message) {
    OnnxNode ints(String name, long... values) {
      ProtoMessage attribute = attribute(name, ATTRIBUTE_INTS);
      for (long value : values) {
        attribute.varint(8, value);
      }
      return this;
    }

    OnnxNode integer(String name, long value) {
      attribute(name, ATTRIBUTE_INT).varint(3, value);
      return this;
    }

    OnnxNode number(String name, float value) {
      attribute(name, ATTRIBUTE_FLOAT).number(2, value);
      return this;
    }

    OnnxNode string(String name, String value) {
      attribute(name, ATTRIBUTE_STRING).string(4, value);
      return this;
    }

    private ProtoMessage attribute(String name, int type) {
      ProtoMessage attribute = new ProtoMessage().string(1, name).varint(20, type);
      message.message(5, attribute);
      return attribute;
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
  OnnxNode node(String type, String result, List<String> operands) {
    ProtoMessage message = new ProtoMessage();
    operands.forEach(operand -> message.string(1, operand));
    message.string(2, result).string(3, result).string(4, type);
    graph.message(1, message);
    return new OnnxNode(message);
  }

  /** A constant of floats; the same tensor is written once. Returns its name. */
  String floats(String name, Tensor tensor) {
    return written.computeIfAbsent(
        tensor,
        key -> {
          String free = unique(name);
          graph.message(5, tensor(free, FLOAT, tensor.shape()).floats(9, tensor.values()));
          return free;
        });
  }

  /** A constant of whole numbers. Returns its name. */
  String integers(String name, long... values) {
    String free = unique(name);
    ProtoMessage message = tensor(free, INT64, values.length);
    for (long value : values) {
      message.varint(7, value);
    }
    graph.message(5, message);
    return free;
  }

  private static ProtoMessage tensor(String name, int type, int... shape) {
    ProtoMessage message = new ProtoMessage();
    for (int size : shape) {
      message.varint(1, size);
    }
    return message.varint(2, type).string(8, name);
  }

  void input(String name, Shape shape) {
    graph.message(11, valueInfo(name, shape));
  }

  void output(String name, Shape shape) {
    graph.message(12, valueInfo(name, shape));
  }

  /** A batch of one NCHW map. */
  private static ProtoMessage valueInfo(String name, Shape shape) {
    ProtoMessage sizes = new ProtoMessage();
    for (int size : new int[] {1, shape.channels(), shape.height(), shape.width()}) {
      sizes.message(1, new ProtoMessage().varint(1, size));
    }
    ProtoMessage tensor = new ProtoMessage().varint(1, FLOAT).message(2, sizes);
    return new ProtoMessage().string(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** The whole file. */
  ProtoMessage model(String name) {
    graph.string(2, name);
    return new ProtoMessage()
        .varint(1, IR_VERSION)
        .string(2, "skipconv")
        .message(7, graph)
        .message(8, new ProtoMessage().string(1, "").varint(2, OPSET));
  }
}

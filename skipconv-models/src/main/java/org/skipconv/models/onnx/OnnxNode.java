package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import org.skipconv.core.io.FileErrors;

/**
 * One node of an ONNX graph: its operator and attributes.
 *
 * @param proto as it stands in the file
 * @param opset version of the operator set
 * @param index position in the graph
 */
record OnnxNode(NodeProto proto, int opset, int index) {

  String type() {
    return proto.getOpType();
  }

  String domain() {
    return proto.getDomain();
  }

  List<String> inputs() {
    return proto.getInputList();
  }

  List<String> outputs() {
    return proto.getOutputList();
  }

  /** Name of the first result, which is what layers are called by. */
  String result() {
    return proto.getOutput(0);
  }

  /** Whether an optional input is there. */
  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  private Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  boolean hasAttribute(String name) {
    return attribute(name).isPresent();
  }

  int integer(String name, int otherwise) {
    return attribute(name).map(a -> saturated(a.getI())).orElse(otherwise);
  }

  float number(String name, float otherwise) {
    return attribute(name).map(AttributeProto::getF).orElse(otherwise);
  }

  String string(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  int[] integers(String name, int... otherwise) {
    return attribute(name)
        .map(a -> a.getIntsList().stream().mapToInt(OnnxNode::saturated).toArray())
        .orElse(otherwise);
  }

  float[] numbers(String name) {
    return attribute(name)
        .map(
            a -> {
              float[] values = new float[a.getFloatsCount()];
              for (int i = 0; i < values.length; i++) {
                values[i] = a.getFloats(i);
              }
              return values;
            })
        .orElse(new float[0]);
  }

  Optional<OnnxConstant> tensor(String name) {
    return attribute(name).filter(AttributeProto::hasT).map(a -> OnnxConstant.of(a.getT()));
  }

  /** Limits such as INT64_MAX mean as far as it goes. */
  private static int saturated(long value) {
    return (int) Math.max(Math.min(value, Integer.MAX_VALUE), Integer.MIN_VALUE);
  }

  @Override
  public String toString() {
    String name = proto.getOutputCount() > 0 ? result() : proto.getName();
    return type() + " " + FileErrors.shortened(name, 80);
  }
}

package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.core.TestSessions;
import org.skipconv.core.testing.TestData;
import org.skipconv.core.testing.TestKernels;

/**
 * A node test and what the importer makes of it.
 *
 * @param test the test
 * @param kind where it runs
 * @param inputs those that a frame gives; the others are constants
 * @param model as imported; null when it is refused
 */
record NodeTestRun(NodeTest test, Kind kind, List<String> inputs, OnnxModel model) {
  /** Where a test runs. */
  enum Kind {
    /** In nodes of the network, or in values that were moved. */
    ENGINE,
    /** Nowhere: the result is known when the model is read. */
    FOLDED,
    /** In ONNX Runtime. */
    FOREIGN
  }

  private static List<NodeTestRun> all;

  /** All tests; skips the calling one where there are none. */
  static synchronized List<NodeTestRun> all() throws IOException {
    if (all == null) {
      all =
          NodeTest.read(TestData.require("onnx/node-tests.zip")).values().stream()
              .map(NodeTestRun::of)
              .toList();
    }
    return all;
  }

  /** The import with the most inputs that needs no foreign part, else one that does. */
  private static NodeTestRun of(NodeTest test) {
    NodeTestRun foreign = new NodeTestRun(test, Kind.FOREIGN, List.of(), null);
    for (List<String> inputs : choices(test)) {
      OnnxModel model;
      try {
        model = OnnxModel.of(test.with(inputs).toByteArray(), ImportOptions.defaults());
      } catch (IllegalArgumentException e) {
        continue;
      }
      if (model.coverage().isComplete() && !test.isOfUnfitFrames(inputs)) {
        return new NodeTestRun(test, inputs.isEmpty() ? Kind.FOLDED : Kind.ENGINE, inputs, model);
      }
      foreign =
          foreign.model == null ? new NodeTestRun(test, Kind.FOREIGN, inputs, model) : foreign;
    }
    return foreign;
  }

  private static List<List<String>> choices(NodeTest test) {
    List<List<String>> choices = new ArrayList<>();
    List<String> floats =
        test.operands().entrySet().stream()
            .filter(operand -> NodeTest.isFloating(operand.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (floats.size() > 1) {
      choices.add(floats);
    }
    floats.forEach(input -> choices.add(List.of(input)));
    if (floats.isEmpty() && !test.operands().isEmpty()) {
      choices.add(List.of(test.operands().keySet().iterator().next()));
    }
    choices.add(List.of());
    return choices;
  }

  /** Runs the test on kernels. */
  void check(TestKernels kernels) {
    Map<String, Tensor> frame = new LinkedHashMap<>();
    for (String input : inputs) {
      frame.put(input, OnnxConstant.of(test.operands().get(input)).tensor());
    }
    if (inputs.isEmpty()) {
      frame.put(NodeTest.OTHER, Tensor.of(new float[] {1}, 1));
    }
    SessionOptions dense = SessionOptions.dense();
    try (OnnxSession session =
        new OnnxSession(
            model, TestSessions.open(model.network(), dense, kernels.require()), dense.threads())) {
      Map<String, OnnxArray> outputs = session.nextArrays(frame);
      for (int i = 0; i < test.results().size(); i++) {
        String name = test.model().getGraph().getOutput(i).getName();
        compare(name, outputs.get(name), test.results().get(i));
      }
    }
  }

  private void compare(String name, OnnxArray actual, TensorProto expectedProto) {
    OnnxConstant expected = OnnxConstant.of(expectedProto);
    assertThat(actual.dims().stream().mapToInt(Math::toIntExact).toArray())
        .as("shape of %s", name)
        .isEqualTo(expected.dims());
    float[] values = actual.asFloats();
    double largest = Float.MIN_VALUE;
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(expected.number(i))) {
        largest = Math.max(largest, Math.abs(expected.number(i)));
      }
      if (expectedProto.getDataType() == TensorProto.DataType.UINT8_VALUE && values[i] < 0) {
        values[i] += 256;
      }
    }
    double bound = NodeTestLimits.tolerance(test.name(), expectedProto);
    for (int i = 0; i < values.length; i++) {
      float should = expected.number(i);
      boolean same =
          Float.compare(values[i], should) == 0 || Math.abs(values[i] - should) <= bound * largest;
      assertThat(same).as("%s[%d] is %s, not %s", name, i, values[i], should).isTrue();
    }
  }

  @Override
  public String toString() {
    return test.name();
  }
}

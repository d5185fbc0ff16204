package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.core.TestSessions;
import org.skipconv.core.testing.TestData;
import org.skipconv.core.testing.TestKernels;

class NodeTests {
  @Test
  void explore() throws Exception {
    Map<String, NodeTest> tests = NodeTest.read(TestData.require("onnx/node-tests.zip"));
    for (NodeTest test : tests.values()) {
      StringBuilder line = new StringBuilder(test.name() + " " + test.operator() + ": ");
      boolean known = Lowering.operators().containsKey(test.operator());
      line.append(known ? "K " : "- ");
      List<List<String>> choices = new ArrayList<>();
      List<String> floats =
          test.operands().entrySet().stream()
              .filter(e -> NodeTest.isFloating(e.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      if (floats.size() > 1) {
        choices.add(floats);
      }
      floats.forEach(f -> choices.add(List.of(f)));
      if (floats.isEmpty() && !test.operands().isEmpty()) {
        choices.add(List.of(test.operands().keySet().iterator().next()));
      }
      choices.add(List.of());
      boolean done = false;
      for (List<String> inputs : choices) {
        try {
          OnnxModel model = OnnxModel.of(test.with(inputs).toByteArray(), ImportOptions.defaults());
          if (!model.coverage().isComplete()) {
            line.append(inputs + " foreign " + model.coverage().parts().get(0).reason() + "; ");
            continue;
          }
          double error = run(test, inputs, model);
          line.append((error < 1e-4 ? "OK " : "BAD ") + inputs + " " + error);
          done = true;
          break;
        } catch (Exception | AssertionError e) {
          line.append(inputs + " " + e + "; ");
        }
      }
      System.out.println((done ? "" : "NONE ") + line.toString().replace('\n', ' '));
    }
  }

  static double run(NodeTest test, List<String> inputs, OnnxModel model) throws Exception {
    Map<String, Tensor> frame = new LinkedHashMap<>();
    for (String input : inputs) {
      TensorProto operand = test.operands().get(input);
      frame.put(input, OnnxConstant.of(operand).tensor());
    }
    if (inputs.isEmpty()) {
      frame.put(NodeTest.OTHER, Tensor.of(new float[] {1}, 1));
    }
    double worst = 0;
    try (OnnxSession session =
        new OnnxSession(
            model,
            TestSessions.open(
                model.network(), SessionOptions.dense(), TestKernels.PORTABLE.require()),
            1)) {
      Map<String, OnnxArray> actual = session.nextArrays(frame);
      for (int i = 0; i < test.results().size(); i++) {
        OnnxConstant expected = OnnxConstant.of(test.results().get(i));
        String name = test.model().getGraph().getOutput(i).getName();
        float[] own = actual.get(name).asFloats();
        assertThat(actual.get(name).dims().stream().mapToInt(Math::toIntExact).toArray())
            .isEqualTo(expected.dims());
        double scale = 1e-30;
        double error = 0;
        for (int j = 0; j < own.length; j++) {
          scale = Math.max(scale, Math.abs(expected.number(j)));
          error = Math.max(error, Math.abs(own[j] - expected.number(j)));
          if (Float.isNaN(own[j]) != Float.isNaN(expected.number(j))) {
            error = Double.NaN;
          }
        }
        worst = Math.max(worst, error / scale);
      }
    }
    return worst;
  }
}

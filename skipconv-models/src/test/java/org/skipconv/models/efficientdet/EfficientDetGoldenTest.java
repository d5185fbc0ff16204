package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.DenseEngine;
import org.skipconv.models.onnx.OnnxOracle;
import org.skipconv.models.weights.GoldenGenerator;
import org.skipconv.models.weights.GoldenValues;
import org.skipconv.models.weights.Weights;

/**
 * The graphs, computed by our engine and by ONNX Runtime, against what effdet's own modules give in
 * float64 for the same generated weights and input.
 */
class EfficientDetGoldenTest {

  @Test
  void tensorFlowForm() throws IOException {
    check(EfficientDet.d0().withSize(128, 256), "tf_efficientdet_d0", "tf_efficientdet_d0_128x256");
  }

  @Test
  void liteWithOddLevels() throws IOException {
    check(
        EfficientDet.lite0().withSize(160, 96),
        "tf_efficientdet_lite0",
        "tf_efficientdet_lite0_160x96");
  }

  @Test
  void symmetricForm() throws IOException {
    check(
        EfficientDet.d0().withSymmetricPadding().withSize(128, 256),
        "efficientdet_d0_nobias",
        "efficientdet_d0_128x256");
  }

  private static void check(EfficientDet model, String keys, String name) throws IOException {
    Map<String, GoldenValues> golden = GoldenValues.of(name);
    Weights weights =
        GoldenGenerator.weights(
            TestData.require("golden/keys_" + keys + ".tsv"), GoldenGenerator.EFFICIENTDET_GAIN);
    SkipNetwork network = model.assemble(weights, true);
    float[] input = GoldenGenerator.input((int) network.inputShape().elements());

    Map<String, float[]> outputs = DenseEngine.run(network, input);
    assertThat(outputs.keySet()).containsAll(golden.keySet());
    golden.forEach(
        (tensor, values) -> {
          assertThat(network.outputs().get(tensor).shape()).as(tensor).isEqualTo(values.shape());
          values.check(outputs.get(tensor));
        });
    // A result that is no output may be fused away: what users get takes other kernels.
    Map<String, float[]> results = DenseEngine.run(model.assemble(weights, false), input);
    assertThat(results).hasSize(10);
    results.forEach((tensor, values) -> golden.get(tensor).check(values));
    Map<String, float[]> oracle = OnnxOracle.run(network, input);
    golden.forEach((tensor, values) -> values.check(oracle.get(tensor)));
  }
}

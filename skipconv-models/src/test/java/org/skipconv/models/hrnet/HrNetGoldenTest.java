package org.skipconv.models.hrnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.DenseEngine;
import org.skipconv.models.onnx.OnnxOracle;
import org.skipconv.models.weights.GoldenGenerator;
import org.skipconv.models.weights.GoldenValues;
import org.skipconv.models.weights.Weights;

/**
 * The graph of HRNet, computed by our engine and by ONNX Runtime; the golden values are what the
 * original code gives in float64.
 */
class HrNetGoldenTest {

  @Test
  void goldenWeightsGiveTheGoldenValues() throws IOException {
    Weights weights =
        GoldenGenerator.weights(
            TestData.require("golden/keys_hrnet_w32.tsv"), GoldenGenerator.HRNET_GAIN);
    SkipNetwork network = HrNet.w32(64, 96).assemble(weights, true);
    float[] input = GoldenGenerator.input((int) network.inputShape().elements());
    Map<String, float[]> outputs = DenseEngine.run(network, input);

    Map<String, GoldenValues> golden = GoldenValues.of("hrnet_w32_64x96");
    assertThat(outputs.keySet()).contains("stem", "layer1", "heatmaps").isSubsetOf(golden.keySet());
    assertThat(outputs).hasSize(9);
    outputs.forEach(
        (name, values) -> {
          Shape shape = network.outputs().get(name).shape();
          assertThat(shape).as(name).isEqualTo(golden.get(name).shape());
          golden.get(name).check(values);
        });
    // A result that is no output may be fused away: what users get takes other kernels.
    SkipNetwork usual = HrNet.w32(64, 96).build(weights);
    golden.get(HrNet.HEATMAPS).check(DenseEngine.run(usual, input).get(HrNet.HEATMAPS));
    OnnxOracle.run(network, input).forEach((name, values) -> golden.get(name).check(values));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void generatedWeightsGiveSaneActivations(long seed) {
    for (HrNet model : new HrNet[] {HrNet.w32(64, 64), HrNet.w18SmallV1(64, 64)}) {
      SkipNetwork network = model.seeded(seed);
      try (OnnxOracle oracle = new OnnxOracle(network)) {
        float[] heatmaps = oracle.run(input(network, 0)).get(HrNet.HEATMAPS);
        assertThat(deviation(heatmaps)).as("over all pixels of " + model).isBetween(0.2, 10.0);
        for (int joint = 0; joint < 17; joint++) {
          float[] map = Arrays.copyOfRange(heatmaps, joint * 256, (joint + 1) * 256);
          assertThat(deviation(map)).as("joint " + joint + " of " + model).isGreaterThan(0.1);
        }
        float[] other = oracle.run(input(network, 7)).get(HrNet.HEATMAPS);
        float[] difference = new float[heatmaps.length];
        for (int i = 0; i < difference.length; i++) {
          difference[i] = heatmaps[i] - other[i];
        }
        assertThat(deviation(difference)).isGreaterThan(0.5 * deviation(heatmaps));
      }
    }
  }

  private static float[] input(SkipNetwork network, int tensor) {
    float[] values = new float[(int) network.inputShape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * GoldenGenerator.u(tensor, i));
    }
    return values;
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      assertThat(Float.isFinite(value)).isTrue();
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(squares / values.length - mean * mean);
  }
}

package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.DenseEngine;
import org.skipconv.models.onnx.OnnxOracle;

/** Our engine against ONNX Runtime. */
class EfficientDetEngineTest {
  private static final double RELATIVE = 1e-5;

  /** All kinds: with and without squeeze-excite, weighted and plain fusion, levels of odd size. */
  @ParameterizedTest
  @CsvSource({
    "d1, 160, 224",
    "d7x, 192, 256",
    "lite0, 320, 320",
    "lite0, 161, 99",
    "tiny, 130, 200"
  })
  void bothEnginesAgree(String variant, int height, int width) {
    SkipNetwork network = EfficientDet.of(variant).withSize(height, width).seeded(11);
    float[] input = new float[(int) network.inputShape().elements()];
    Random random = new Random(3);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }

    Map<String, float[]> expected = OnnxOracle.run(network, input);
    Map<String, float[]> actual = DenseEngine.run(network, input);

    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(relativeError(actual.get(name), values)).as(name).isLessThan(RELATIVE));
  }

  /** Largest difference, as a share of the largest magnitude. */
  private static double relativeError(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.isFinite(actual[i])).isTrue();
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(largest).isPositive();
    return difference / largest;
  }
}

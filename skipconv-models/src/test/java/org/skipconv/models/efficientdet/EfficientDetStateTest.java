package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.DenseEngine;
import org.skipconv.models.weights.Weights;

class EfficientDetStateTest {

  /** With squeeze-excite and learned fusion, without, and in the form without redundant biases. */
  @ParameterizedTest
  @ValueSource(strings = {"d0", "lite0", "tiny", "symmetric"})
  void stateDictBuildsTheSameNetwork(String variant) {
    EfficientDet model =
        variant.equals("symmetric")
            ? EfficientDet.d0().withSymmetricPadding()
            : EfficientDet.of(variant);
    EfficientDet small = model.withSize(65, 97).withClasses(3);
    SkipNetwork network = small.seeded(3);

    RecordingWeights asked = new RecordingWeights();
    small.assemble(asked, false);
    Map<String, Tensor> state = small.stateDict(network);
    assertThat(state.keySet()).containsExactlyInAnyOrderElementsOf(asked.asked.keySet());

    SkipNetwork again = small.build(Weights.of(state));
    float[] input = new float[(int) network.inputShape().elements()];
    Random random = new Random(4);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    Map<String, float[]> expected = DenseEngine.run(network, input);
    Map<String, float[]> actual = DenseEngine.run(again, input);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> assertThat(farthest(actual.get(name), values)).as(name).isLessThan(1e-4));
  }

  private static double farthest(float[] actual, float[] expected) {
    double most = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs((double) actual[i] - expected[i]));
    }
    return most;
  }

  @Test
  void refusesTheNetworkOfAnotherModel() {
    SkipNetwork lite = EfficientDet.lite0().withSize(65, 65).seeded(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EfficientDet.tiny().stateDict(lite))
        .withMessageContaining("tf_efficientdet_lite0");
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Pixels;

/** The sizes that a keyframe tells gates where a layer's own says nothing. */
class ScalesTest {
  private final Map<String, Double> inputs = new LinkedHashMap<>();
  private final Map<String, Double> outputs = new LinkedHashMap<>();

  private final Gate listening =
      layer ->
          new Gate.State() {
            @Override
            public long decide(Residual residual, GateMask mask) {
              mask.setAll(true);
              return 0;
            }

            @Override
            public void keyframe(double inputScale, double outputScale) {
              inputs.put(layer.name(), inputScale);
              outputs.put(layer.name(), outputScale);
            }
          };

  /** A chain of 1x1 convolutions by factors. */
  private void listen(ResidualPolicy policy, Tensor frame, float... factors) {
    SkipNetwork.Builder builder = SkipNetwork.builder("chain");
    Node x = builder.input(1, 1, 4);
    for (int i = 0; i < factors.length; i++) {
      x = Pixels.point(builder, "conv" + i, x, factors[i]);
    }
    try (VideoSession session =
        builder.output("out", x).build().open(SessionOptions.gates(listening).withPolicy(policy))) {
      session.next(frame);
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void aLayerOfZerosTakesTheSmallestOfTheOthers(ResidualPolicy policy) {
    listen(policy, Pixels.row(1, -3, 2, 2), 4, 0.125f, 0, 5);
    assertThat(inputs)
        .containsExactly(
            Map.entry("conv0", 2.0),
            Map.entry("conv1", 8.0),
            Map.entry("conv2", 1.0),
            Map.entry("conv3", 1.0));
    assertThat(outputs)
        .containsExactly(
            Map.entry("conv0", 8.0),
            Map.entry("conv1", 1.0),
            Map.entry("conv2", 1.0),
            Map.entry("conv3", 1.0));
  }

  @Test
  void withNothingButZerosAllAreZero() {
    listen(ResidualPolicy.CARRY, Pixels.row(0, 0, 0, 0), 4, 2);
    assertThat(inputs.values()).containsExactly(0.0, 0.0);
    assertThat(outputs.values()).containsExactly(0.0, 0.0);
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void whatIsNotFiniteCountsAsZero(ResidualPolicy policy) {
    // The second result is infinite, and infinity times 0 is no number.
    listen(policy, Pixels.row(1, 1, 1, 1e10f), 1e20f, 1e20f, 0, 3);
    double mean = (3 + 1e10) / 4;
    assertThat(inputs.get("conv0")).isCloseTo(mean, within(mean * 1e-6));
    assertThat(inputs.get("conv1")).isCloseTo(1e20 * mean, within(1e20 * mean * 1e-6));
    assertThat(inputs.get("conv2")).isZero();
    assertThat(inputs.get("conv3")).isZero();
    assertThat(outputs.get("conv0")).isCloseTo(1e20 * mean, within(1e20 * mean * 1e-6));
    assertThat(outputs.get("conv1")).isZero();
    assertThat(outputs.get("conv2")).isZero();
    assertThat(outputs.get("conv3")).isZero();
  }

  @Test
  void aSizeThatIsNotFiniteIsNobodysSmallest() {
    // Zeros after infinity: relu6 of minus infinity.
    SkipNetwork.Builder builder = SkipNetwork.builder("chain");
    Node x = builder.input(1, 1, 2);
    Node low = Pixels.point(builder, "low", x, -3e38f);
    Node zeros = Pixels.point(builder, "zeros", builder.activation(Activation.RELU6, low), 1);
    try (VideoSession session =
        builder.output("out", zeros).build().open(SessionOptions.gates(listening))) {
      session.next(Pixels.row(100, 300));
    }
    assertThat(inputs).containsExactly(Map.entry("low", 200.0), Map.entry("zeros", 200.0));
    assertThat(outputs).containsExactly(Map.entry("low", 0.0), Map.entry("zeros", 0.0));
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gate is told of a keyframe. */
class GateScalesTest {
  private final List<double[]> heard = new ArrayList<>();

  /** y = 3 x - 1, and no activation that would hide the sign. */
  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("scales");
    Node input = builder.input(1, 2, 2);
    Tensor weight = Tensor.of(new float[] {3}, 1, 1, 1, 1);
    Tensor bias = Tensor.of(new float[] {-1}, 1);
    Node conv = builder.conv("conv", input, ConvSpec.of(1), weight, bias);
    return builder.output("out", builder.activation(Activation.RELU, conv)).build();
  }

  private Gate gate(boolean wantsOutputScale) {
    return layer ->
        new Gate.State() {
          @Override
          public long decide(Residual residual, GateMask mask) {
            mask.setAll(true);
            return 0;
          }

          @Override
          public void keyframe(double inputScale, double outputScale) {
            heard.add(new double[] {inputScale, outputScale});
          }

          @Override
          public boolean wantsOutputScale() {
            return wantsOutputScale;
          }
        };
  }

  @Test
  void meansAreOfTheLastKeyframe() {
    Tensor first = Tensor.of(new float[] {1, -2, 0, 1}, 1, 1, 2, 2);
    try (VideoSession session =
        network().open(SessionOptions.gates(gate(true)).withKeyframeEvery(2))) {
      session.next(first);
      session.next(first);
      session.next(Tensor.of(new float[] {2, -4, 0, 2}, 1, 1, 2, 2));
    }
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)[0]).isCloseTo(1, within(1e-6));
    // |2|, |-7|, |-1|, |2|
    assertThat(heard.get(0)[1]).isCloseTo(3, within(1e-6));
    assertThat(heard.get(1)[0]).isCloseTo(2, within(1e-6));
    assertThat(heard.get(1)[1]).isCloseTo(6, within(1e-6));
  }

  @Test
  void theOutputIsNotMeasuredForNobody() {
    try (VideoSession session = network().open(SessionOptions.gates(gate(false)))) {
      session.next(Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2));
    }
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).containsExactly(1, 0);
  }
}

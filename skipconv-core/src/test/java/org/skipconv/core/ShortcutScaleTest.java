package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.graph.Schedule;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.testing.Pixels;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/**
 * A shortcut's change is counted in the unit of its convolution's input: relative to how large each
 * of them was at the keyframe, and as if it were seen through the window.
 */
class ShortcutScaleTest {
  private static final SessionOptions EXACT =
      SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());

  /** {@code sum = 3x3 convolution of channel 0, plus shortcutWeight * channel 1}. */
  private static SkipNetwork network(float shortcutWeight) {
    SkipNetwork.Builder builder = SkipNetwork.builder("shortcut");
    Node x = builder.input(2, 1, 4);
    Node input = Pixels.point(builder, "first", x, 1, 0);
    Node shortcut = Pixels.point(builder, "shortcut", x, 0, shortcutWeight);
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    Tensor weight = Tensor.of(ones, 1, 1, 3, 3);
    Node conv = builder.conv("conv", input, ConvSpec.keepingSize(3), weight, null);
    return builder.output("out", builder.add("sum", conv, shortcut)).build();
  }

  /** Residuals that the layer sees in the second frame. */
  private static List<Float> residuals(SkipNetwork network, Tensor first, Tensor second) {
    List<Float> seen = new ArrayList<>();
    Gate gate =
        TestGates.watching(
            (layer, residual) -> {
              if (layer.name().equals("conv")) {
                for (int x = 0; x < residual.width(); x++) {
                  seen.add(residual.at(0, x));
                }
              }
            });
    SessionOptions options =
        SessionOptions.gates(gate)
            .withInputThreshold(0)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession session = network.open(options)) {
      session.next(first);
      session.next(second);
    }
    return seen;
  }

  @ParameterizedTest
  @CsvSource({
    // 9 taps * mean size of the input 2 / mean size of the shortcut 8 * its change of 4
    "2, 8, 9",
    "8, 2, 144",
    // A size of 0 is the smallest there is instead, the image's mean of 4 or 1.
    "0, 8, 18",
    "2, 0, 72"
  })
  void aShortcutsChangeIsRelativeToItsSize(float input, float shortcut, float expected) {
    float[] inputs = {input, input, input, input};
    Tensor first = Pixels.channels(inputs, new float[] {shortcut, shortcut, shortcut, shortcut});
    Tensor second =
        Pixels.channels(inputs, new float[] {shortcut, shortcut + 4, shortcut, shortcut});
    assertThat(residuals(network(1), first, second)).containsExactly(0f, expected, 0f, 0f);
  }

  @Test
  void nothingIsSeenWhereNothingChanged() {
    float[] large = {1e30f, 1e30f, 1e30f, 1e30f};
    Tensor first = Pixels.channels(large, new float[] {1e-30f, 1e-30f, 1e-30f, 1e-30f});
    Tensor second = Pixels.channels(large, new float[] {1e-30f, 1, 1e-30f, 1e-30f});
    assertThat(residuals(network(1), first, second)).containsExactly(0f, Float.MAX_VALUE, 0f, 0f);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 8, 2.25",
    "8, 2, 36",
    "0, 8, 9",
    "8, 0, 9",
    "0, 0, 9",
    "NaN, 1, 9",
    "1, NaN, 9",
    "Infinity, 1, 9",
    "1, Infinity, 9",
    "Infinity, Infinity, 9"
  })
  void sizesThatAreNotKnownCountAsEqual(double input, double shortcut, double expected) {
    Stage.Convolution stage =
        (Stage.Convolution)
            Schedule.of(network(1), ResidualPolicy.CARRY).stages().stream()
                .filter(each -> each.out().name().equals("sum"))
                .findFirst()
                .orElseThrow();
    assertThat(stage.shortcutFactor(input, shortcut)).isEqualTo(expected);
    assertThat(stage.shortcutWeight()).isEqualTo(9);
  }

  /** However small it is beside the input, or the shortcut at the keyframe. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void noChangeOfAShortcutIsHidden(TestKernels which) {
    float[] small = {1e-30f, 1e-30f, 1e-30f, 1e-30f};
    float[] large = {1e30f, 1e30f, 1e30f, 1e30f};
    for (float weight : new float[] {1, 1e9f, -1e9f}) {
      SkipNetwork network = network(weight);
      // Times 1e9 the shortcut is infinite in the first frame, and not in the others.
      List<Tensor> video =
          List.of(
              Pixels.channels(small, large),
              Pixels.channels(small, new float[] {1, 1e30f, 1e30f, 1e30f}),
              Pixels.channels(small, new float[] {1, 2, 1e-30f, 1e30f}),
              Pixels.channels(small, new float[] {1, 2, 2e-30f, 7 * Float.MIN_VALUE}),
              Pixels.channels(small, new float[] {1, 2, 7 * Float.MIN_VALUE, 0}));
      Results.checkSameValues(
          "shortcut times " + weight,
          Results.all(TestSessions.open(network, EXACT, which.require()), video),
          Results.all(TestSessions.open(network, SessionOptions.dense(), which.require()), video));
    }
  }
}

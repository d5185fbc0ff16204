package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Pixels;

/**
 * Factors that are broadcast over the picture are held until one of them has moved by more than the
 * threshold from where it was when they were last taken.
 */
class HeldFactorsTest {
  private static final float THRESHOLD = 0.25f;

  /** {@code out = x * mean of x}, channel by channel. */
  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("factors");
    Node x = builder.input(2, 1, 4);
    return builder.output("out", builder.multiply("out", x, builder.mean("mean", x))).build();
  }

  private static SessionOptions options(ResidualPolicy policy) {
    return SessionOptions.gates(Gate.ALL_OPEN)
        .withPolicy(policy)
        .withInputThreshold(0)
        .withHoldThreshold(THRESHOLD)
        .withKeyframes(KeyframePolicy.first().withoutCuts());
  }

  /** Means 1 and 2, and the last pixels moved. */
  private static Tensor frame(float first, float second) {
    return Pixels.channels(new float[] {1, 1, 1, 1 + first}, new float[] {2, 2, 2, 2 + second});
  }

  @ParameterizedTest
  @CsvSource({
    // The mean moves by a quarter of what its pixel does.
    "0.5, 0, false",
    "1, 0, false",
    "-1, 0, false",
    "1.0625, 0, true",
    "-1.0625, 0, true",
    "0, 1, false",
    "0, 1.0625, true",
    "1, 1, false",
    "1, 1.0625, true"
  })
  void theyAreHeldUpToTheThreshold(float first, float second, boolean taken) {
    try (VideoSession session = network().open(options(ResidualPolicy.CARRY))) {
      session.next(frame(0, 0));
      FeatureMap out = session.next(frame(first, second)).map("out");
      float firstFactor = taken ? 1 + first / 4 : 1;
      float secondFactor = taken ? 2 + second / 4 : 2;
      assertThat(out.get(0, 0, 0)).isEqualTo(firstFactor);
      assertThat(out.get(1, 0, 0)).isEqualTo(2 * secondFactor);
      // What changed in the picture itself is computed, with the factors as they are held.
      assertThat(out.get(0, 0, 3)).isEqualTo((1 + first) * firstFactor);
      assertThat(out.get(1, 0, 3)).isEqualTo((2 + second) * secondFactor);
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void slowChangesAddUp(ResidualPolicy policy) {
    try (VideoSession session = network().open(options(policy))) {
      session.next(frame(0, 0));
      float[] expected = {1, 1, 1.375f, 1.375f, 1.375f, 1.75f};
      for (int i = 0; i < expected.length; i++) {
        // The mean is 1.125, 1.25, 1.375 ...
        FeatureMap out = session.next(frame((i + 1) / 2f, 0)).map("out");
        assertThat(out.get(0, 0, 0)).as("factor in frame %d", i + 1).isEqualTo(expected[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void aKeyframeTakesThem(ResidualPolicy policy) {
    try (VideoSession session = network().open(options(policy))) {
      session.next(frame(0, 0));
      session.next(frame(0.5f, 0));
      session.requestKeyframe();
      assertThat(session.next(frame(0.5f, 0)).map("out").get(0, 0, 0)).isEqualTo(1.125f);
    }
  }
}

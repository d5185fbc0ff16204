package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.Pixels;

/** What counts as noise at the input: a mean change over the channels up to the threshold. */
class InputThresholdTest {
  private static final float THRESHOLD = 0.25f;

  /** {@code out = first + second channel} */
  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("input");
    Node x = builder.input(2, 1, 4);
    return builder.output("out", Pixels.point(builder, "conv", x, 1, 1)).build();
  }

  private static SessionOptions options(ResidualPolicy policy) {
    return SessionOptions.gates(Gate.ALL_OPEN)
        .withPolicy(policy)
        .withInputThreshold(THRESHOLD)
        .withKeyframes(KeyframePolicy.first().withoutCuts());
  }

  private static Tensor frame(float first, float second) {
    return Pixels.channels(new float[] {1, 1 + first, 1, 1}, new float[] {2, 2 + second, 2, 2});
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, 0.25, false",
    "0.5, 0, false",
    "0, -0.5, false",
    "-0.25, 0.25, false",
    "0.5, 0.0625, true",
    "0, -0.5625, true"
  })
  void aPixelIsHeldUpToIt(float first, float second, boolean taken) {
    try (VideoSession session = network().open(options(ResidualPolicy.CARRY))) {
      session.next(frame(0, 0));
      FrameResult result = session.next(frame(first, second));
      assertThat(result.map("out").get(0, 0, 1)).isEqualTo(taken ? 3 + first + second : 3);
      assertThat(result.report().macs().computed()).isEqualTo(taken ? 2 : 0);
    }
  }

  @Test
  void slowChangesAddUp() {
    try (VideoSession session = network().open(options(ResidualPolicy.CARRY))) {
      session.next(frame(0, 0));
      float[] expected = {3, 3, 3.75f, 3.75f, 3.75f, 4.5f};
      for (int i = 0; i < expected.length; i++) {
        float moved = (i + 1) / 4f;
        assertThat(session.next(frame(moved, 0)).map("out").get(0, 0, 1)).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void rebaseHasNone() {
    try (VideoSession session = network().open(options(ResidualPolicy.REBASE))) {
      session.next(frame(0, 0));
      assertThat(session.next(frame(0.125f, 0)).map("out").get(0, 0, 1)).isEqualTo(3.125f);
    }
  }

  @Test
  void aKeyframeTakesEverything() {
    try (VideoSession session = network().open(options(ResidualPolicy.CARRY))) {
      session.next(frame(0, 0));
      session.requestKeyframe();
      assertThat(session.next(frame(0.125f, 0)).map("out").get(0, 0, 1)).isEqualTo(3.125f);
    }
  }
}

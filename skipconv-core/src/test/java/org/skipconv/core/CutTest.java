package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.testing.Pixels;

/**
 * Which frame is a cut: one in which at least half of the pixels changed by more than half the mean
 * size of the last keyframe's values.
 */
class CutTest {
  /** Eight pixels of mean size 1. */
  private static final float[] KEYFRAME = {1, -1, 1, -1, 1, -1, 1, -1};

  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("row");
    Node x = builder.input(1, 1, 8);
    return builder.output("out", Pixels.point(builder, "conv", x, 1)).build();
  }

  /** No convolution reads its input, as in networks whose first step takes a picture apart. */
  private static SkipNetwork networkBehindAPool() {
    SkipNetwork.Builder builder = SkipNetwork.builder("row");
    Node pooled = builder.maxPool("pool", builder.input(1, 1, 8), ConvSpec.of(1));
    return builder.output("out", Pixels.point(builder, "conv", pooled, 1)).build();
  }

  /** The keyframe with the first pixels moved away from 0. */
  private static Tensor frame(int changed, float change) {
    float[] values = KEYFRAME.clone();
    for (int i = 0; i < changed; i++) {
      values[i] += Math.signum(values[i]) * change;
    }
    return Pixels.row(values);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0.625, false",
    "4, 0.625, true",
    "4, 0.5, false",
    "8, 0.5, false",
    "8, 0.375, false"
  })
  void atLeastHalfThePixelsByMoreThanHalfTheMean(int changed, float change, boolean cut) {
    for (SkipNetwork network : List.of(network(), networkBehindAPool())) {
      try (VideoSession session = network.open(SessionOptions.exact())) {
        session.next(Pixels.row(KEYFRAME));
        FrameResult result = session.next(frame(changed, change));
        assertThat(result.report().keyframe()).as("%s", network).isEqualTo(cut);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 0.625", "8, 0.625", "8, 9"})
  void withoutCutsThereIsNone(int changed, float change) {
    KeyframePolicy withoutCuts = KeyframePolicy.first().withoutCuts();
    try (VideoSession session = network().open(SessionOptions.exact().withKeyframes(withoutCuts))) {
      session.next(Pixels.row(KEYFRAME));
      assertThat(session.next(frame(changed, change)).report().keyframe()).isFalse();
    }
  }
}

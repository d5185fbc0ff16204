package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.Pixels;

/** Frames that are computed whole since skipping would cost more, in a stream. */
class CheaperWholeTest {
  private static final int WIDTH = 20;

  private static SkipNetwork network() {
    SkipNetwork.Builder builder = SkipNetwork.builder("row");
    Node x = builder.input(1, 1, WIDTH);
    return builder.output("out", Pixels.point(builder, "conv", x, 2)).build();
  }

  /** The first pixels differ from frame to frame, by too little for a cut. */
  private static Tensor frame(int number, int changing) {
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = i % 2 == 0 ? 10 : -10;
      values[i] += i < changing ? 0.25f * (number % 3) : 0;
    }
    return Pixels.row(values);
  }

  private static List<Boolean> whole(VideoSession session, int from, int frames, int changing) {
    List<Boolean> whole = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      FrameReport report = session.next(frame(from + i, changing)).report();
      assertThat(report.keyframe()).isEqualTo(from + i == 0);
      if (report.cheaperWhole()) {
        assertThat(report.macs().computed()).isEqualTo(report.macs().dense());
      }
      whole.add(report.cheaperWhole());
    }
    return whole;
  }

  @Test
  void theSecondDearFrameIsComputedWholeAndNowAndThenOneIsTried() {
    try (VideoSession session = network().open(SessionOptions.exact())) {
      assertThat(whole(session, 0, 7, 13))
          .containsExactly(false, false, true, true, true, true, false);
      assertThat(whole(session, 7, 9, 13)).endsWith(true, true, true, false);
    }
  }

  private static SkipNetwork three() {
    SkipNetwork.Builder builder = SkipNetwork.builder("rows");
    Node x = builder.input(1, 1, WIDTH);
    x = Pixels.point(builder, "first", x, 2);
    x = Pixels.point(builder, "second", x, 3);
    return builder.output("out", Pixels.point(builder, "third", x, 1)).build();
  }

  private static List<Integer> open(FrameReport report) {
    return report.layers().stream().map(LayerReport::openPixels).toList();
  }

  /** The ceiling: what has cost too much is not followed to the end. */
  @Test
  void aFrameThatTurnsOutDearIsComputedWholeFromThereOn() {
    try (VideoSession session = three().open(SessionOptions.exact());
        VideoSession dense = three().open(SessionOptions.dense())) {
      session.next(frame(0, 15));
      FrameResult result = session.next(frame(1, 15));
      assertThat(result.report().cheaperWhole()).isFalse();
      assertThat(open(result.report())).containsExactly(15, WIDTH, WIDTH);
      assertThat(result.mask("second").count()).isEqualTo(WIDTH);
      dense.next(frame(1, 15));
      assertThat(result.map("out").toArray())
          .isEqualTo(dense.next(frame(1, 15)).map("out").toArray());
      assertThat(session.next(frame(2, 15)).report().cheaperWhole()).isTrue();
      FrameReport cheap = session.next(frame(2, 15)).report();
      assertThat(open(cheap)).as("nothing changed").containsExactly(0, 0, 0);
      session.next(frame(3, 15));
      result = session.next(frame(4, 5));
      assertThat(open(result.report())).containsExactly(5, 5, 5);
      assertThat(result.map("out").toArray())
          .isEqualTo(dense.next(frame(4, 5)).map("out").toArray());
    }
  }

  /** Its gate, which has been asked for that, is counted all the same. */
  @Test
  void aLayerThatWouldMakeAFrameDearIsNotBegun() {
    Gate open =
        layer ->
            (residual, mask) -> {
              mask.setAll(true);
              return 7;
            };
    SessionOptions options = SessionOptions.gates(open).withInputThreshold(0);
    try (VideoSession session = three().open(options);
        VideoSession dense = three().open(SessionOptions.dense())) {
      session.next(frame(0, 14));
      FrameResult result = session.next(frame(1, 14));
      assertThat(result.report().cheaperWhole()).isFalse();
      assertThat(open(result.report())).containsExactly(14, WIDTH, WIDTH);
      assertThat(result.report().layers())
          .extracting(layer -> layer.macs().gating())
          .containsExactly(7L, 7L, 0L);
      dense.next(frame(1, 14));
      assertThat(result.map("out").toArray())
          .isEqualTo(dense.next(frame(1, 14)).map("out").toArray());
      FrameReport still = session.next(frame(1, 14)).report();
      assertThat(open(still)).containsExactly(0, 0, 0);
      assertThat(still.macs().gating()).isZero();
      session.requestKeyframe();
      assertThat(session.next(frame(1, 14)).report().macs().gating()).isZero();
    }
  }

  @Test
  void whoForbidsWholeFramesForbidsHalfOnes() {
    try (VideoSession session = three().open(SessionOptions.exact().withWholeFrames(false))) {
      session.next(frame(0, 15));
      assertThat(open(session.next(frame(1, 15)).report())).containsExactly(15, 15, 15);
    }
  }

  @Test
  void itFindsBackAtOnceWhenLessChanges() {
    try (VideoSession session = network().open(SessionOptions.exact())) {
      whole(session, 0, 4, 13);
      assertThat(whole(session, 4, 8, 5)).containsOnly(false);
    }
  }

  @Test
  void belowTheLimitNothingIsComputedWhole() {
    try (VideoSession session = network().open(SessionOptions.exact())) {
      assertThat(whole(session, 0, 12, 12)).containsOnly(false);
    }
  }

  @Test
  void withoutCutsItIsLeftToTheGates() {
    SessionOptions options =
        SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession session = network().open(options)) {
      assertThat(whole(session, 0, 6, WIDTH)).containsOnly(false);
    }
  }

  @Test
  void optionsForbidItAndKeepCuts() {
    try (VideoSession session = network().open(SessionOptions.exact().withWholeFrames(false))) {
      assertThat(whole(session, 0, 6, WIDTH)).containsOnly(false);
      float[] other = new float[WIDTH];
      assertThat(session.next(Pixels.row(other)).report().keyframe()).isTrue();
    }
  }

  @Test
  void resetForgetsWhatWasDear() {
    try (VideoSession session = network().open(SessionOptions.exact())) {
      whole(session, 0, 4, 13);
      session.reset();
      assertThat(whole(session, 0, 3, 13)).containsExactly(false, false, true);
    }
  }

  @Test
  void aWholeFrameHasTheBitsOfDenseAndIsNoKeyframe() {
    SessionOptions options = SessionOptions.exact().withKeyframes(KeyframePolicy.every(5));
    try (VideoSession session = network().open(options);
        VideoSession dense = network().open(SessionOptions.dense())) {
      List<Integer> keyframes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        FrameResult result = session.next(frame(i, 13));
        FrameResult expected = dense.next(frame(i, 13));
        assertThat(result.map("out").toArray()).isEqualTo(expected.map("out").toArray());
        if (result.report().keyframe()) {
          keyframes.add(i);
        }
      }
      assertThat(keyframes).containsExactly(0, 5, 10);
    }
  }

  /** Sizes that thresholds are measured by are those of the last keyframe. */
  @Test
  void aWholeFrameLeavesTheThresholdsAsTheyAre() {
    List<Double> told = new ArrayList<>();
    Gate gate =
        layer ->
            new Gate.State() {
              @Override
              public void keyframe(double inputScale, double outputScale) {
                told.add(inputScale);
              }

              @Override
              public long decide(Residual residual, GateMask mask) {
                mask.setAll(true);
                return 0;
              }
            };
    SessionOptions options = SessionOptions.gates(gate).withInputThreshold(0);
    try (VideoSession session = network().open(options)) {
      assertThat(whole(session, 0, 6, 13)).contains(true);
      assertThat(told).containsExactly(10.0);
      session.requestKeyframe();
      session.next(frame(0, 13));
      assertThat(told).containsExactly(10.0, 10.0);
    }
  }
}

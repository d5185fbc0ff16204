package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Pixels;

/**
 * A frame whose magnitude is another one than that of the last keyframe is a keyframe: thresholds
 * that were measured by values of another size say nothing about it.
 */
class MagnitudeTest {
  private static final KeyframePolicy WITHOUT_CUTS = KeyframePolicy.first().withoutCuts();

  private static SkipNetwork network(int channels) {
    SkipNetwork.Builder builder = SkipNetwork.builder("row");
    Node x = builder.input(channels, 1, 8);
    return builder.output("out", Pixels.point(builder, "conv", x, new float[channels])).build();
  }

  /** The frames that are keyframes. */
  private static List<Integer> keyframes(SessionOptions options, List<Tensor> video) {
    List<Integer> keyframes = new ArrayList<>();
    try (VideoSession session = network(1).open(options)) {
      for (int i = 0; i < video.size(); i++) {
        if (session.next(video.get(i)).report().keyframe()) {
          keyframes.add(i);
        }
      }
    }
    return keyframes;
  }

  /** Eight equal values. */
  private static Tensor flat(float value) {
    return Pixels.row(value, value, value, value, value, value, value, value);
  }

  /** Of mean size 8, whatever the contrast: neighbours differ by it and by 0 in turn. */
  private static Tensor pairs(float contrast) {
    float low = 8 - contrast / 2;
    float high = 8 + contrast / 2;
    return Pixels.row(low, low, high, high, low, low, high, high);
  }

  // No frame changes by more than half the keyframe's mean size, which would make it a cut.
  @ParameterizedTest
  @CsvSource({
    "2, 20, 0.5, false",
    "2, 20.01, 0.5, true",
    "-2, -20.01, 0.5, true",
    "20, 2, 4, false",
    "20, 1.99, 4, true"
  })
  void theMeanSizeMayMoveTenfold(float first, float last, float step, boolean keyframe) {
    List<Tensor> video = new ArrayList<>();
    for (float value = first; Math.abs(last - value) > step; ) {
      video.add(flat(value));
      value += Math.signum(last - first) * step;
    }
    int lastFrame = video.size();
    video.add(flat(last));
    assertThat(keyframes(SessionOptions.exact(), video))
        .isEqualTo(keyframe ? List.of(0, lastFrame) : List.of(0));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, false",
    "2, 3.0001, true",
    "3, 2, false",
    "3, 1.9999, true",
    "0, 0.0001, true",
    "0.0001, 0, true",
    "0, 0, false"
  })
  void theContrastMayMoveByHalf(float first, float second, boolean keyframe) {
    List<Tensor> video = List.of(pairs(first), pairs(second));
    SessionOptions options = SessionOptions.exact();
    assertThat(keyframes(options, video)).isEqualTo(keyframe ? List.of(0, 1) : List.of(0));
  }

  @Test
  void itIsMeasuredAgainstTheLastKeyframe() {
    // 1.25 times from frame to frame: past 1.5 in the second step.
    List<Tensor> video = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      video.add(pairs((float) Math.pow(1.25, i)));
    }
    assertThat(keyframes(SessionOptions.exact(), video)).containsExactly(0, 2, 4);
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void anOutlierDoesNotFreezeTheStream(ResidualPolicy policy) {
    Tensor outlier = Pixels.row(1, 2, 1, 1e6f, 1, 2, 1, 2);
    Tensor usual = Pixels.row(1, 2, 1, 2, 1, 2, 1, 2);
    SessionOptions options = SessionOptions.gates(Gate.ALL_OPEN).withPolicy(policy);
    List<Tensor> video = List.of(outlier, usual, usual, outlier, usual, usual);
    assertThat(keyframes(options, video)).containsExactly(0, 1, 3, 4);
  }

  @Test
  void itIsSwitchedOffWithTheCuts() {
    List<Tensor> video = List.of(flat(0), flat(1), flat(100), pairs(3), flat(0));
    assertThat(keyframes(SessionOptions.exact().withKeyframes(WITHOUT_CUTS), video))
        .containsExactly(0);
  }

  @Test
  void neighboursAreOfTheSameChannel() {
    // Two flat channels have no contrast. Were 3 and 7 neighbours, 5 and 5 would have lost it.
    Tensor apart = flatNhwc(3, 7);
    Tensor equal = flatNhwc(5, 5);
    try (VideoSession session = network(2).open(SessionOptions.exact())) {
      session.nextNhwc(apart);
      assertThat(session.nextNhwc(equal).report().keyframe()).isFalse();
    }
  }

  private static Tensor flatNhwc(float first, float second) {
    float[] a = flat(first).values();
    float[] b = flat(second).values();
    float[] nhwc = new float[2 * a.length];
    for (int i = 0; i < a.length; i++) {
      nhwc[2 * i] = a[i];
      nhwc[2 * i + 1] = b[i];
    }
    return Tensor.of(nhwc, 1, 1, a.length, 2);
  }

  /** A frame that is refused says nothing about the stream. */
  @Test
  void aRefusedFrameLeavesTheMagnitudeAlone() {
    try (VideoSession session = network(1).open(SessionOptions.exact())) {
      session.next(flat(1));
      assertThatThrownBy(() -> session.next(flat(Float.NaN)))
          .hasMessageContaining("NaN or infinity");
      assertThat(session.next(flat(1)).report().keyframe()).isFalse();
    }
  }

  /** Nor is it what the next frame is like in the rows that are not said to have changed. */
  @Test
  void rowsOfARefusedFrameAreNotThoseOfTheNext() {
    SkipNetwork.Builder builder = SkipNetwork.builder("rows");
    Node x = builder.input(1, 3, 8);
    SkipNetwork network =
        builder.output("out", Pixels.point(builder, "conv", x, new float[1])).build();
    FloatBuffer values = FloatBuffer.allocate(3 * 8);
    Arrays.fill(values.array(), 1);
    try (VideoSession session = network.open(SessionOptions.exact())) {
      session.nextNhwc(values, null);
      values.put(2 * 8, Float.NaN);
      InputChange last = changeOfRow(network, 2);
      assertThatThrownBy(() -> session.nextNhwc(values, last))
          .hasMessageContaining("NaN or infinity");
      values.put(2 * 8, 1);
      InputChange first = changeOfRow(network, 0);
      assertThat(session.nextNhwc(values, first).report().keyframe()).isFalse();
      // Too few for a cut.
      Arrays.fill(values.array(), 0, 8, 60);
      assertThat(session.nextNhwc(values, first).report().keyframe()).isTrue();
    }
  }

  private static InputChange changeOfRow(SkipNetwork network, int row) {
    InputChange change = new InputChange(network.inputShape());
    change.setAll(false);
    change.set(row, 0, true);
    return change;
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** What a session answers depends on its own good frames alone. */
class SessionIsolationTest {
  /** A network on kernels under a policy. */
  record Case(TestKernels kernels, SkipNetwork network, ResidualPolicy policy) {
    VideoSession open() {
      return TestSessions.open(
          network,
          SessionOptions.gates(TestGates.above(0.3f, 0))
              .withInputThreshold(0.01f)
              .withPolicy(policy)
              .withKeyframes(KeyframePolicy.every(7).withoutCuts()),
          kernels.require());
    }

    List<Tensor> video(long seed) {
      return Frames.mixed(network.inputShape(), seed);
    }

    @Override
    public String toString() {
      return network.name() + " on " + kernels.id() + ", " + policy;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (TestKernels kernels : TestKernels.values()) {
      for (ResidualPolicy policy : kernels.policies()) {
        Networks.all().forEach(network -> cases.add(new Case(kernels, network, policy)));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sessionsInTurnsGiveWhatEachGivesAlone(Case c) {
    List<Tensor> videoA = c.video(1);
    List<Tensor> videoB = c.video(2);
    List<float[]> aloneA = Results.all(c.open(), videoA);
    List<float[]> aloneB = Results.all(c.open(), videoB);
    try (VideoSession a = c.open();
        VideoSession b = c.open()) {
      for (int i = 0; i < aloneA.size(); i++) {
        FrameResult resultA = a.next(videoA.get(i));
        FrameResult resultB = b.next(videoB.get(i));
        Results.checkSameBits(c + " a", Results.values(a, resultA), aloneA.get(i));
        Results.checkSameBits(c + " b", Results.values(b, resultB), aloneB.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resetGivesANewSession(Case c) {
    List<float[]> fresh = Results.all(c.open(), c.video(2));
    try (VideoSession session = c.open()) {
      // Stops at a frame that changed something, and not at a keyframe's.
      c.video(1).subList(0, 4).forEach(session::next);
      session.reset();
      List<float[]> again = new ArrayList<>();
      for (Tensor frame : c.video(2)) {
        FrameResult result = session.next(frame);
        if (result.report().frame() != again.size()) {
          throw new AssertionError("frame " + again.size() + " is " + result.report().frame());
        }
        again.add(Results.values(session, result));
      }
      Results.checkSameBits(c.toString(), again, fresh);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusedFramesLeaveTheSessionAsItWas(Case c) {
    List<Tensor> video = c.video(3);
    List<float[]> undisturbed = Results.all(c.open(), video);
    Map<Tensor, String> bad = badFrames(c.network().inputShape());
    try (VideoSession session = c.open()) {
      for (int i = 0; i < video.size(); i++) {
        if (i % 3 == 1) {
          checkRefused(session, bad);
        }
        float[] values = Results.values(session, session.next(video.get(i)));
        Results.checkSameBits(c + ", frame " + i, values, undisturbed.get(i));
      }
    }
  }

  private static void checkRefused(VideoSession session, Map<Tensor, String> bad) {
    assertThatThrownBy(() -> session.next((Tensor) null)).hasMessageContaining("null");
    assertThatThrownBy(() -> session.next((FloatBuffer) null)).hasMessageContaining("null");
    bad.forEach(
        (frame, message) ->
            assertThatThrownBy(() -> session.next(frame))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message));
  }

  private static Map<Tensor, String> badFrames(Shape shape) {
    int c = shape.channels();
    int h = shape.height();
    int w = shape.width();
    return Map.of(
        ones(1, c, h, w + 1), "but is [1, " + c + ", " + h,
        ones(1, h, w, c), "channels first",
        ones(2, c, h, w), "leading 1",
        ones(h, w), "but is [" + h + ", " + w + "]",
        ones(1, 1, c, h, w), "leading 1",
        with(shape, Float.NaN), "NaN or infinity",
        with(shape, Float.POSITIVE_INFINITY), "NaN or infinity",
        with(shape, Float.NEGATIVE_INFINITY), "NaN or infinity");
  }

  private static Tensor ones(int... sizes) {
    float[] values = new float[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
    Arrays.fill(values, 1);
    return Tensor.of(values, sizes);
  }

  /** A good picture but for its last value. */
  private static Tensor with(Shape shape, float value) {
    Tensor frame = Frames.picture(shape, 9);
    frame.values()[frame.elements() - 1] = value;
    return frame;
  }
}

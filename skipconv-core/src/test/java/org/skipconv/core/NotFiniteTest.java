package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Pixels;
import org.skipconv.core.testing.RandomNetworks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/**
 * Values that overflow in a kernel: NaN and infinity come and go, and nothing stays that is not
 * known to be unchanged.
 */
class NotFiniteTest {
  private static final KeyframePolicy WITHOUT_CUTS = KeyframePolicy.first().withoutCuts();

  /** Number of the frame in which every value is huge. */
  private static final int HUGE = 6;

  private static final SessionOptions EXACT = SessionOptions.exact().withKeyframes(WITHOUT_CUTS);

  /** Usual frames, some with a patch of huge values, one of nothing else, and usual ones again. */
  private static List<Tensor> video(Shape shape, long seed) {
    Random random = new Random(seed);
    List<Tensor> frames = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Tensor frame = Frames.picture(shape, seed + i / 2);
      boolean everywhere = i == HUGE;
      int top = everywhere ? 0 : random.nextInt(shape.height());
      int left = everywhere ? 0 : random.nextInt(shape.width());
      int bottom = everywhere ? shape.height() : Math.min(top + 2, shape.height());
      int right = everywhere ? shape.width() : Math.min(left + 2, shape.width());
      for (int c = 0; c < shape.channels() && i % 4 % 3 != 0; c++) {
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            int value = (c * shape.height() + y) * shape.width() + x;
            frame.values()[value] = Math.signum(frame.get(value)) * 3e38f;
          }
        }
      }
      frames.add(frame);
    }
    return frames;
  }

  private static List<SkipNetwork> networks() {
    List<SkipNetwork> networks = new ArrayList<>(Networks.all());
    for (int seed = 0; seed < 20; seed++) {
      networks.add(RandomNetworks.of(seed));
    }
    return networks;
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void exactGivesTheValuesOfDense(TestKernels which) {
    Kernels kernels = which.require();
    int frames = 0;
    int notFinite = 0;
    int again = 0;
    for (SkipNetwork network : networks()) {
      for (boolean overflowsFirst : new boolean[] {false, true}) {
        List<Tensor> video = video(network.inputShape(), 5);
        if (overflowsFirst) {
          video.add(0, video.get(HUGE));
        }
        List<float[]> dense =
            Results.all(TestSessions.open(network, SessionOptions.dense(), kernels), video);
        Results.checkSameValues(
            network + (overflowsFirst ? ", overflowing keyframe" : ""),
            Results.all(TestSessions.open(network, EXACT, kernels), video),
            dense);
        boolean before = false;
        for (float[] values : dense) {
          boolean finite = isFinite(values);
          frames++;
          notFinite += finite ? 0 : 1;
          again += before && finite ? 1 : 0;
          before = !finite;
        }
      }
    }
    assertThat(notFinite).as("frames that overflow, of " + frames).isGreaterThan(frames / 10);
    assertThat(again).as("frames that are finite again").isGreaterThan(frames / 20);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Under REBASE what a kernel adds to infinity or NaN stays one, until a keyframe. */
  @Test
  void underRebaseAKeyframeBringsItBack() {
    for (SkipNetwork network : Networks.all()) {
      List<Tensor> video = video(network.inputShape(), 5);
      SessionOptions rebase = EXACT.withPolicy(ResidualPolicy.REBASE);
      try (VideoSession session = network.open(rebase);
          VideoSession dense = network.open(SessionOptions.dense())) {
        for (Tensor frame : video) {
          session.next(frame);
          session.requestKeyframe();
          Results.checkSameValues(
              network.name(),
              Results.values(session, session.next(frame)),
              Results.values(dense, dense.next(frame)));
        }
        Tensor last = video.get(video.size() - 1);
        Tensor changed = Tensor.of(last.values().clone(), last.shape());
        changed.values()[0] = 0.5f;
        float[] result = Results.values(session, session.next(changed));
        assertThat(Results.largestDifference(result, Results.values(dense, dense.next(changed))))
            .as("no residual of the frames that overflowed is left")
            .isLessThan(1e-3);
      }
    }
  }

  /** Whatever the threshold, factors are not held while one of them is NaN, nor when it was. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void factorsThatAreNotNumbersAreNotHeld(TestKernels which) {
    SkipNetwork.Builder builder = SkipNetwork.builder("factors");
    Node x = builder.input(2, 1, 4);
    Node plus = Pixels.point(builder, "plus", x, 0x1p100f, 0);
    Node minus = Pixels.point(builder, "minus", x, 0, -0x1p100f);
    // Where both channels are huge, infinity less infinity.
    builder.output("plus", plus).output("minus", minus);
    Node mean = builder.mean("mean", builder.add("gap", plus, minus));
    Node first = Pixels.point(builder, "first", x, 1, 0);
    SkipNetwork network = builder.output("out", builder.multiply("product", first, mean)).build();
    float[] ones = {1, 1, 1, 1};
    float[] halves = {0.5f, 0.5f, 0.5f, 0.5f};
    float[] huge = {1, 1, 1, 1e9f};
    List<Tensor> video =
        List.of(
            Pixels.channels(ones, halves),
            Pixels.channels(huge, huge),
            Pixels.channels(ones, halves),
            Pixels.channels(ones, huge),
            Pixels.channels(huge, halves),
            Pixels.channels(ones, halves));
    float finite = 0.5f * 0x1p100f;
    float[] expected = {
      finite, Float.NaN, finite, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, finite
    };
    for (float threshold : new float[] {0, Float.MAX_VALUE}) {
      try (VideoSession session =
          TestSessions.open(network, EXACT.withHoldThreshold(threshold), which.require())) {
        for (int i = 0; i < expected.length; i++) {
          assertThat(session.next(video.get(i)).map("out").get(0, 0, 0))
              .as("frame %d above %s", i, threshold)
              .isEqualTo(Float.valueOf(expected[i]));
        }
      }
    }
  }
}

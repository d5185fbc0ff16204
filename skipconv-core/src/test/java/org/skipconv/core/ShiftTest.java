package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.RandomNetworks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** A session whose state follows a camera that turns by whole strides (invariant 11). */
class ShiftTest {
  private static final KeyframePolicy FIRST = KeyframePolicy.first().withoutCuts();
  private static final int SIZE = 160;

  /** A world larger than any frame, with something that moves in it. */
  private static final class World {
    private final float[] values;
    private final Shape frame;

    World(Shape frame) {
      this.frame = frame;
      this.values = new float[frame.channels() * SIZE * SIZE];
      Random random = new Random(5);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }

    /** What the camera sees that looks at this corner. */
    Tensor frame(int time, int top, int left) {
      float[] seen = new float[(int) frame.elements()];
      int i = 0;
      for (int c = 0; c < frame.channels(); c++) {
        for (int y = top; y < top + frame.height(); y++) {
          for (int x = left; x < left + frame.width(); x++) {
            boolean block = Math.abs(y - 64) < 3 && Math.abs(x - 60 - time) < 3;
            seen[i++] = block ? c + 1 : values[(c * SIZE + y) * SIZE + x];
          }
        }
      }
      return Tensor.of(seen, frame.channels(), frame.height(), frame.width());
    }
  }

  record Case(TestKernels kernels, SkipNetwork network) {
    @Override
    public String toString() {
      return network.name() + " on " + kernels.id();
    }
  }

  static Stream<Case> cases() {
    List<SkipNetwork> networks = new ArrayList<>(Networks.all());
    LongStream.range(100, 130).mapToObj(RandomNetworks::of).forEach(networks::add);
    return Stream.of(
            TestKernels.REFERENCE, TestKernels.PORTABLE, TestKernels.AVX2, TestKernels.AVX512)
        .flatMap(kernels -> networks.stream().map(network -> new Case(kernels, network)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exactGivesTheBitsOfDenseWhereverTheCameraTurns(Case c) {
    World world = new World(c.network.inputShape());
    int stride = c.network.stride();
    // Down, right, up and left, twice between two frames, and beyond the whole frame.
    int[][] turns = {{0, 0}, {stride, 0}, {0, stride}, {-stride, -stride}, {0, 0}, {7 * stride, 0}};
    try (VideoSession dense =
            TestSessions.open(c.network, SessionOptions.dense(), c.kernels.require());
        VideoSession exact =
            TestSessions.open(
                c.network, SessionOptions.exact().withKeyframes(FIRST), c.kernels.require())) {
      int top = 56;
      int left = 56;
      for (int time = 0; time < turns.length; time++) {
        int rows = turns[time][0];
        int columns = turns[time][1];
        exact.shift(rows, columns);
        if (time == 3) {
          exact.shift(rows, 0);
          top -= rows;
        }
        top -= rows;
        left -= columns;
        Tensor frame = world.frame(time, Math.max(top, 0), left);
        FrameResult result = exact.next(frame);
        assertThat(result.report().keyframe()).isEqualTo(time == 0);
        Results.checkSameBits(
            "frame " + time,
            Results.values(exact, result),
            Results.values(dense, dense.next(frame)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slidingByAnyNumberOfPixelsGivesTheBitsOfDense(Case c) {
    World world = new World(c.network.inputShape());
    int stride = c.network.stride();
    int[][] turns = {{0, 0}, {1, 0}, {0, -3}, {stride / 2, stride}, {-2, 5}, {0, 0}};
    try (VideoSession dense =
            TestSessions.open(c.network, SessionOptions.dense(), c.kernels.require());
        VideoSession exact =
            TestSessions.open(
                c.network, SessionOptions.exact().withKeyframes(FIRST), c.kernels.require())) {
      int top = 56;
      int left = 56;
      for (int time = 0; time < turns.length; time++) {
        exact.slide(turns[time][0], turns[time][1]);
        top -= turns[time][0];
        left -= turns[time][1];
        Tensor frame = world.frame(time, top, left);
        FrameResult result = exact.next(frame);
        assertThat(result.report().keyframe()).isEqualTo(time == 0);
        Results.checkSameBits(
            "frame " + time,
            Results.values(exact, result),
            Results.values(dense, dense.next(frame)));
      }
    }
  }

  @Test
  void slidingComputesOnlyCoarseMapsWhole() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    try (VideoSession session = network.open(SessionOptions.exact().withKeyframes(FIRST))) {
      session.next(world.frame(0, 40, 30));
      session.slide(-4, 0);
      assertThat(session.next(world.frame(0, 44, 30)).report().openShare()).isLessThan(0.2);
      session.slide(-3, 0);
      // Of both layers a pixel stands for two of the frame.
      assertThat(session.next(world.frame(0, 47, 30)).report().openShare()).isEqualTo(1);
    }
  }

  /** Two convolutions on a picture that is large beside their reach. */
  private static SkipNetwork large() {
    SkipNetwork.Builder b = SkipNetwork.builder("large");
    Random random = new Random(1);
    Node x = b.input(2, 64, 64);
    ConvSpec halving = ConvSpec.keepingSize(3).withStride(2);
    x = b.activation(Activation.RELU, b.conv("a", x, halving, weight(random, 8, 2), null));
    x = b.conv("b", x, ConvSpec.keepingSize(3), weight(random, 4, 8), null);
    return b.output("out", x).build();
  }

  private static Tensor weight(Random random, int out, int in) {
    float[] values = new float[out * in * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 3;
    }
    return Tensor.of(values, out, in, 3, 3);
  }

  @Test
  void gatesDecideAsIfTheyHadSeenTheShiftedFramesAllAlong() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    SessionOptions options = SessionOptions.gates(TestGates.above(2f, 0)).withKeyframes(FIRST);
    try (VideoSession turned = network.open(options);
        VideoSession still = network.open(options)) {
      for (int time = 0; time < 12; time++) {
        int top = time < 6 ? 40 : 30;
        if (time == 6) {
          turned.shift(10, 0);
        }
        FrameResult a = turned.next(world.frame(time, top, 30));
        FrameResult b = still.next(world.frame(time, 30, 30));
        if (time >= 6) {
          assertSameInside(a.map("out"), b.map("out"), 5 + 4, 4);
        }
      }
      assertThat(turned.next(world.frame(12, 30, 30)).report().openShare()).isBetween(0.001, 0.3);
    }
  }

  /** The same bits in all pixels but those near the borders. */
  private static void assertSameInside(FeatureMap a, FeatureMap b, int above, int margin) {
    float[] ofA = new float[a.shape().channels()];
    float[] ofB = new float[a.shape().channels()];
    for (int y = above; y < a.shape().height() - margin; y++) {
      for (int x = margin; x < a.shape().width() - margin; x++) {
        a.read(y, x, ofA);
        b.read(y, x, ofB);
        assertThat(ofA).as("pixel %d, %d", y, x).containsExactly(ofB);
      }
    }
  }

  @Test
  void onlyWhatCameIntoViewIsComputed() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    try (VideoSession session = network.open(SessionOptions.exact().withKeyframes(FIRST))) {
      session.next(world.frame(0, 40, 30));
      session.shift(-4, 0);
      FrameReport report = session.next(world.frame(0, 44, 30)).report();
      assertThat(report.openShare()).isBetween(4 / 64.0, 12 / 64.0);
      assertThat(session.next(world.frame(0, 44, 30)).report().macs().computed()).isZero();
    }
  }

  @Test
  void whatComesIntoViewIsTakenWhateverTheThresholdsSay() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    SessionOptions closed =
        SessionOptions.gates(TestGates.closed()).withKeyframes(FIRST).withInputThreshold(1e6f);
    try (VideoSession session = network.open(closed)) {
      session.next(world.frame(0, 40, 30));
      session.shift(0, 8);
      FrameReport report = session.next(world.frame(0, 40, 22)).report();
      assertThat(report.openShare()).isBetween(8 / 64.0, 14 / 64.0);
    }
  }

  @Test
  void gatesAreToldHowFarTheirLayerMoves() {
    Map<String, int[]> moved = new HashMap<>();
    Gate watching =
        layer ->
            new Gate.State() {
              @Override
              public long decide(Residual residual, GateMask mask) {
                mask.setAll(true);
                return 0;
              }

              @Override
              public void shift(int rows, int columns) {
                moved.put(layer.name(), new int[] {rows, columns});
              }
            };
    SkipNetwork network = large();
    try (VideoSession session = network.open(SessionOptions.gates(watching))) {
      session.next(new World(network.inputShape()).frame(0, 40, 30));
      session.shift(-6, 2);
    }
    assertThat(moved.get("a")).containsExactly(-3, 1);
    assertThat(moved.get("b")).containsExactly(-3, 1);
  }

  @Test
  void otherDistancesThanWholeStridesAreRefusedAndChangeNothing() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    try (VideoSession session = network.open(SessionOptions.exact())) {
      FrameResult before = session.next(world.frame(0, 40, 30));
      assertThatThrownBy(() -> session.shift(3, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("large is shifted by multiples of 2 pixels, but 3 and 0");
      assertThat(before.map("out").shape()).isEqualTo(new Shape(4, 32, 32));
      session.shift(2, 0);
      assertThatThrownBy(() -> before.map("out")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void rebaseTakesAKeyframe() {
    SkipNetwork network = large();
    World world = new World(network.inputShape());
    SessionOptions rebase =
        SessionOptions.exact().withPolicy(ResidualPolicy.REBASE).withKeyframes(FIRST);
    try (VideoSession session = network.open(rebase)) {
      session.next(world.frame(0, 40, 30));
      assertThat(session.next(world.frame(1, 40, 30)).report().keyframe()).isFalse();
      session.shift(2, 0);
      assertThat(session.next(world.frame(2, 38, 30)).report().keyframe()).isTrue();
    }
  }
}

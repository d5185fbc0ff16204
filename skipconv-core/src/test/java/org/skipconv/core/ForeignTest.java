package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.ForeignComputation;
import org.skipconv.core.graph.ForeignRun;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Pixels;
import org.skipconv.core.testing.SoftmaxOverPicture;
import org.skipconv.core.testing.TestKernels;

/** Foreign parts: when they are run, what of their results counts as a change, how they end. */
class ForeignTest {
  private static final KeyframePolicy FIRST = KeyframePolicy.first().withoutCuts();
  private static final SessionOptions EXACT = SessionOptions.exact().withKeyframes(FIRST);

  /** Something that is done instead of, or beside, computing. */
  @FunctionalInterface
  private interface Action {
    void run(List<FloatBuffer> inputs, List<FloatBuffer> outputs);
  }

  /** A function of each value of the only operand, and what else is wanted of it. */
  private static final class Values implements ForeignComputation {
    private final DoubleUnaryOperator function;
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private Action before = (inputs, outputs) -> {};
    private Runnable atClose = () -> {};

    Values(DoubleUnaryOperator function) {
      this.function = function;
    }

    @Override
    public String name() {
      return "values";
    }

    @Override
    public List<Shape> shapes(List<Shape> operands) {
      if (operands.get(0).width() != 4) {
        throw new IllegalArgumentException("values come in rows of 4, not as " + operands.get(0));
      }
      return List.of(operands.get(0));
    }

    @Override
    public ForeignRun open() {
      throw new AssertionError("threads were not given");
    }

    @Override
    public ForeignRun open(int count) {
      threads.set(count);
      return new ForeignRun() {
        @Override
        public void run(List<FloatBuffer> inputs, List<FloatBuffer> outputs) {
          before.run(inputs, outputs);
          for (int i = 0; i < outputs.get(0).capacity(); i++) {
            outputs.get(0).put(i, (float) function.applyAsDouble(inputs.get(0).get(i)));
          }
        }

        @Override
        public void close() {
          closed.incrementAndGet();
          atClose.run();
        }
      };
    }
  }

  private static Values copy() {
    return new Values(x -> x);
  }

  /** The computation itself of a picture of one row, and a convolution after it. */
  private static SkipNetwork network(int channels, ForeignComputation... computations) {
    SkipNetwork.Builder builder = SkipNetwork.builder("foreign");
    Node x = builder.input(channels, 1, 4);
    for (int i = 0; i < computations.length; i++) {
      Foreign foreign = new Foreign(computations[i], 0);
      x = builder.add("foreign" + i, foreign, List.of(x));
    }
    Node conv = Pixels.point(builder, "conv", x, new float[channels]);
    return builder.output("out", x).output("conv", conv).build();
  }

  private static LayerReport layer(FrameResult result, String name) {
    return result.report().layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void isRunWhenAnOperandChanged(ResidualPolicy policy) {
    SoftmaxOverPicture softmax = new SoftmaxOverPicture();
    SkipNetwork network = network(1, softmax);
    try (VideoSession session = network.open(EXACT.withPolicy(policy))) {
      float[] last = {1, 1, 1, 2, 2, 1};
      int[] runs = {1, 1, 1, 2, 2, 3};
      for (int i = 0; i < last.length; i++) {
        FrameResult result = session.next(Pixels.row(1, 1, 1, last[i]));
        boolean ran = i == 0 || runs[i] > runs[i - 1];
        assertThat(softmax.runs.get()).as("runs by frame %d", i).isEqualTo(runs[i]);
        LayerReport report = layer(result, "foreign0");
        assertThat(report.macs()).isEqualTo(new MacCount(4, ran ? 4 : 0, 0));
        assertThat(report.openPixels()).isEqualTo(ran ? 4 : 0);
        assertThat(!report.time().isZero()).isEqualTo(ran);
        assertThat(result.report().macs().dense()).isEqualTo(network.denseMacs());
        double sum = Math.exp(last[i] - 1) + 3;
        assertThat(result.map("out").get(0, 0, 0)).isEqualTo((float) (4 / sum));
      }
      session.requestKeyframe();
      session.next(Pixels.row(1, 1, 1, 1));
      assertThat(softmax.runs.get()).as("at a keyframe").isEqualTo(4);
    }
  }

  @Test
  void isRunAgainAfterAShift() {
    SoftmaxOverPicture softmax = new SoftmaxOverPicture();
    try (VideoSession session = network(1, softmax).open(EXACT)) {
      session.next(Pixels.row(1, 2, 3, 4));
      session.shift(0, 1);
      FrameResult result = session.next(Pixels.row(1, 1, 2, 3));
      assertThat(softmax.runs.get()).isEqualTo(2);
      double sum = 2 + Math.exp(1) + Math.exp(2);
      assertThat(result.map("out").get(0, 0, 1)).isEqualTo((float) (4 / sum));
      session.next(Pixels.row(1, 1, 2, 3));
      assertThat(softmax.runs.get()).isEqualTo(2);
    }
  }

  @Test
  void resultsOfTheSameOperandsAreComputedTogether() {
    SoftmaxOverPicture softmax = new SoftmaxOverPicture();
    SoftmaxOverPicture other = new SoftmaxOverPicture();
    SkipNetwork.Builder b = SkipNetwork.builder("together");
    Node x = b.input(1, 1, 4);
    Node y = Pixels.point(b, "y", x, 2);
    b.output("peak", b.add("peak", new Foreign(softmax, 1), List.of(x)));
    b.output("share", b.add("share", new Foreign(softmax, 0), List.of(x)));
    b.output("again", b.add("again", new Foreign(softmax, 1), List.of(x)));
    b.output("of y", b.add("of y", new Foreign(softmax, 1), List.of(y)));
    b.output("both", b.add("both", new Foreign(softmax, 1), List.of(x, y)));
    b.output("other", b.add("other", new Foreign(other, 1), List.of(x)));
    SkipNetwork network = b.build();
    try (VideoSession session = network.open(EXACT)) {
      session.next(Pixels.row(1, 2, 3, 4));
      FrameResult result = session.next(Pixels.row(5, 2, 3, 4));
      assertThat(softmax.opened.get()).isEqualTo(3);
      assertThat(softmax.runs.get()).isEqualTo(6);
      assertThat(other.runs.get()).isEqualTo(2);
      for (String output : List.of("peak", "again", "both", "other")) {
        assertThat(result.map(output).get(0, 0, 0)).as(output).isEqualTo(5);
      }
      assertThat(result.map("of y").get(0, 0, 0)).isEqualTo(10);
      assertThat(layer(result, "peak").macs().dense()).as("counted with result 0").isZero();
      assertThat(layer(result, "share").macs().computed()).isEqualTo(4);
    }
    assertThat(softmax.closed.get()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    // Mean size 2 and threshold 1/8: what is off by a quarter in the mean over channels is held.
    "0.25, 0.25, false",
    "0.5, 0, false",
    "-0.25, -0.25, false",
    "0.28125, 0.25, true",
    "0, -0.53125, true",
    "NaN, 0, true"
  })
  void aPixelIsHeldUpToTheThreshold(float first, float second, boolean taken) {
    // NaN comes out where a frame, which may hold none, is above 100.
    Values values = new Values(x -> x > 100 ? Double.NaN : x);
    SessionOptions options = EXACT.withForeignThreshold(0.125f);
    float[] ones = {1, 1, 1, 1};
    float[] threes = {3, 3, 3, 3};
    for (TestKernels kernels : TestKernels.values()) {
      try (VideoSession session =
          TestSessions.open(network(2, values), options, kernels.require())) {
        session.next(Pixels.channels(ones, threes));
        float last = Float.isNaN(first) ? 101 : 1 + first;
        FrameResult result =
            session.next(
                Pixels.channels(new float[] {1, 1, 1, last}, new float[] {3, 3, 3, 3 + second}));
        FeatureMap out = result.map("out");
        assertThat(out.get(0, 0, 3)).isEqualTo(Float.valueOf(taken ? 1 + first : 1));
        assertThat(out.get(1, 0, 3)).isEqualTo(taken ? 3 + second : 3);
        assertThat(result.mask("conv").count()).as("readers").isEqualTo(taken ? 1 : 0);
        // What it was is no number, or is, and is not held either.
        session.next(Pixels.channels(ones, threes));
        assertThat(session.next(Pixels.channels(ones, threes)).map("out").get(0, 0, 3))
            .isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void slowChangesAddUp(ResidualPolicy policy) {
    SessionOptions options = EXACT.withPolicy(policy).withForeignThreshold(0.25f);
    try (VideoSession session = network(1, copy()).open(options)) {
      session.next(Pixels.row(1, 1, 1, 1));
      float[] expected = {1, 1, 1.375f, 1.375f, 1.375f, 1.75f};
      for (int i = 0; i < expected.length; i++) {
        FrameResult result = session.next(Pixels.row(1, 1, 1, 1 + (i + 1) / 8f));
        assertThat(result.map("out").get(0, 0, 3)).as("frame %d", i + 1).isEqualTo(expected[i]);
      }
      session.requestKeyframe();
      assertThat(session.next(Pixels.row(1, 1, 1, 1.875f)).map("out").get(0, 0, 3))
          .isEqualTo(1.875f);
    }
  }

  /** Sizes that say nothing hold nothing. */
  @Test
  void aResultOfNoSizeIsNotHeld() {
    for (double atKeyframe : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      Values values = new Values(x -> x == 0 ? atKeyframe : x);
      try (VideoSession session =
          network(1, values).open(EXACT.withForeignThreshold(Float.MAX_VALUE))) {
        session.next(Pixels.row(0, 0, 0, 0));
        assertThat(session.next(Pixels.row(0, 0, 0, 1e-30f)).map("out").get(0, 0, 3))
            .isEqualTo(1e-30f);
      }
    }
  }

  @Test
  void theThresholdIsANumberFromZeroOn() {
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> EXACT.withForeignThreshold(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the threshold of foreign parts must be 0 or more and finite, but is " + bad);
    }
    assertThat(EXACT.foreignThreshold()).isZero();
    assertThat(EXACT.withForeignThreshold(0.5f).withThreads(2).foreignThreshold()).isEqualTo(0.5f);
    assertThat(EXACT.withForeignThreshold(0.5f).toString()).contains("foreign parts 0.5");
  }

  /** Layers after a result over the picture skip, and those after a single pixel do not. */
  @Test
  void layersBehindAMapAreGated() {
    SkipNetwork network = network(1, copy());
    assertThat(network.gatedLayers()).extracting(Node::name).containsExactly("conv");
    try (VideoSession session = network.open(EXACT)) {
      session.next(Pixels.row(1, 2, 3, 4));
      FrameResult result = session.next(Pixels.row(1, 9, 3, 4));
      assertThat(result.mask("conv").count()).isEqualTo(1);
      assertThat(result.mask("conv").isOpen(0, 1)).isTrue();
    }
    List<String> gated = Networks.foreign().gatedLayers().stream().map(Node::name).toList();
    assertThat(gated).containsExactly("a", "neck", "last");
  }

  @Test
  void buffersStayTheSame() {
    Values values = copy();
    List<FloatBuffer> seen = new ArrayList<>();
    AtomicBoolean asPromised = new AtomicBoolean(true);
    values.before =
        (inputs, outputs) -> {
          for (FloatBuffer buffer : List.of(inputs.get(0), outputs.get(0))) {
            boolean good = buffer.isDirect() && buffer.order() == ByteOrder.nativeOrder();
            asPromised.compareAndSet(true, good && buffer.position() == 0 && buffer.limit() == 8);
            buffer.position(3);
            seen.add(buffer);
          }
          asPromised.compareAndSet(true, inputs.get(0).isReadOnly());
        };
    VideoSession session = network(2, values).open(EXACT.withThreads(1));
    try (session) {
      session.next(Pixels.channels(new float[4], new float[4]));
      session.next(Pixels.channels(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}));
      float[] input = new float[8];
      seen.get(0).clear().get(input);
      assertThat(input).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(asPromised.get()).isTrue();
      assertThat(values.threads.get()).isEqualTo(1);
      try (VideoSession without = network(2).open(EXACT)) {
        long buffers = 2 * 8 * Float.BYTES;
        assertThat(session.memoryBytes()).isGreaterThan(without.memoryBytes() + buffers);
      }
    }
    assertThat(session.memoryBytes()).isZero();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(2)).isSameAs(seen.get(0));
    assertThat(seen.get(3)).isSameAs(seen.get(1));
    // Whoever keeps them reads old values, and no memory of others.
    assertThat(seen.get(1).get(7)).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void aFrameIsAKeyframeAfterOneThatFailed(ResidualPolicy policy) {
    Values values = copy();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    values.before =
        (inputs, outputs) -> {
          if (failure.get() != null) {
            throw failure.get();
          }
        };
    try (VideoSession session = network(1, values).open(EXACT.withPolicy(policy))) {
      session.next(Pixels.row(1, 2, 3, 4));
      failure.set(new IllegalStateException("out of order"));
      Tensor frame = Pixels.row(1, 2, 3, 5);
      for (int i = 0; i < 2; i++) {
        // In an update, and in the keyframe that follows.
        assertThatThrownBy(() -> session.next(frame)).isSameAs(failure.get());
      }
      failure.set(null);
      FrameResult result = session.next(frame);
      assertThat(result.report().keyframe()).isTrue();
      assertThat(result.map("out").toArray()).containsExactly(1, 2, 3, 5);
      assertThat(session.next(frame).report().keyframe()).isFalse();
    }
  }

  @Test
  void aSessionThatIsClosedInARunEndsWithTheFrame() {
    Values values = copy();
    AtomicReference<VideoSession> session = new AtomicReference<>();
    values.before = (inputs, outputs) -> session.get().close();
    session.set(network(1, values).open(EXACT));
    session.get().next(Pixels.row(1, 2, 3, 4));
    assertThat(values.closed.get()).isEqualTo(1);
    assertThat(session.get().memoryBytes()).isZero();
    session.get().close();
    assertThat(values.closed.get()).isEqualTo(1);
  }

  @Test
  void whatCannotBeClosedKeepsNothingElseOpen() {
    Values good = copy();
    Values bad = copy();
    Values worse = copy();
    bad.atClose =
        () -> {
          throw new IllegalStateException("stuck");
        };
    worse.atClose =
        () -> {
          throw new IllegalStateException("stuck, too");
        };
    VideoSession session = network(1, bad, worse, good).open(EXACT);
    assertThatThrownBy(session::close)
        .hasMessage("stuck")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(List.of(good.closed.get(), bad.closed.get(), worse.closed.get())).containsOnly(1);
    assertThat(session.memoryBytes()).isZero();
    session.close();
  }

  @Test
  void whatWasOpenedIsClosedWhenAnotherCannotBe() {
    Values good = copy();
    ForeignComputation none =
        new ForeignComputation() {
          @Override
          public String name() {
            return "none";
          }

          @Override
          public List<Shape> shapes(List<Shape> operands) {
            return operands;
          }

          @Override
          public ForeignRun open() {
            return null;
          }
        };
    assertThatThrownBy(() -> network(1, good, none).open(EXACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the foreign part none opened no run, but null");
    assertThat(good.closed.get()).isEqualTo(1);
  }

  @Test
  void aDroppedSessionClosesItsRuns() throws InterruptedException {
    SoftmaxOverPicture softmax = new SoftmaxOverPicture();
    openAndDrop(network(1, softmax));
    for (int i = 0; i < 200 && softmax.closed.get() == 0; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(softmax.closed.get()).isEqualTo(1);
  }

  /** In a method of its own, so that no frame of the stack holds the session. */
  private static void openAndDrop(SkipNetwork network) {
    VideoSession session = network.open(EXACT);
    assertThat(session.next(Pixels.row(1, 2, 3, 4)).map("out").get(0, 0, 0)).isPositive();
  }

  @Test
  void aNetworkIsResizedIfItsComputationsAllowIt() {
    SkipNetwork network = Networks.foreign();
    SkipNetwork larger = network.resized(20, 18);
    Tensor frame = Frames.picture(larger.inputShape(), 1);
    try (VideoSession session = larger.open(EXACT)) {
      Shape half = new Shape(5, 10, 9);
      assertThat(session.next(frame).map("end").shape()).isEqualTo(half);
    }
    assertThatThrownBy(() -> network(1, copy()).resized(1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("foreign0: values come in rows of 4, not as 1x1x5");
  }

  @Test
  void badNodesAreRefused() {
    SkipNetwork.Builder b = SkipNetwork.builder("bad");
    Node x = b.input(1, 1, 4);
    assertThatThrownBy(() -> b.add("third", new Foreign(new SoftmaxOverPicture(), 2), List.of(x)))
        .hasMessage("third: the foreign part softmax has 2 results, but number 2 was asked for");
    assertThatThrownBy(() -> b.add("none", new Foreign(copy(), 0), List.of()))
        .hasMessage("none: the foreign part values has no operands: it would never change");
    assertThatThrownBy(() -> new Foreign(copy(), -1))
        .hasMessage("the index of a result must not be negative: -1");
    assertThatThrownBy(() -> new Foreign(null, 0)).hasMessage("computation");
  }
}

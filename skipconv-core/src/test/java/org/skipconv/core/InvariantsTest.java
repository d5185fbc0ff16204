package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** What holds for every network on every kernel, however many threads. */
class InvariantsTest {
  private static final int THREADS = 3;

  /** A network on kernels. */
  record Case(TestKernels kernels, SkipNetwork network) {
    VideoSession open(SessionOptions options) {
      return open(options, kernels.require());
    }

    private VideoSession open(SessionOptions options, Kernels chosen) {
      return TestSessions.open(network, options, chosen);
    }

    List<Tensor> video() {
      return Frames.mixed(network.inputShape(), 42);
    }

    @Override
    public String toString() {
      return network.name() + " on " + kernels.id();
    }
  }

  static Stream<Case> cases() {
    return Stream.of(TestKernels.values())
        .flatMap(kernels -> Networks.all().stream().map(network -> new Case(kernels, network)));
  }

  /** Cuts would make keyframes of the frames that test most. */
  private static SessionOptions withoutCuts(SessionOptions options) {
    return options.withKeyframes(options.keyframes().withoutCuts());
  }

  @Test
  void networksCoverEveryOperationAndActivation() {
    Set<Class<?>> operations = new HashSet<>();
    Set<Activation.Function> kinds = new HashSet<>(Set.of(Activation.Function.NONE));
    for (SkipNetwork network : Networks.all()) {
      for (Node node : network.nodes()) {
        operations.add(node.op().getClass());
        if (node.op() instanceof Pointwise expression) {
          expression.asActivation().ifPresent(function -> kinds.add(function.function()));
        }
      }
    }
    assertThat(operations)
        .containsExactlyInAnyOrder(
            Input.class,
            Conv.class,
            Pointwise.class,
            Pool.class,
            Gather.class,
            Interpolate.class,
            Reduce.class,
            Foreign.class);
    assertThat(kinds).containsExactlyInAnyOrder(Activation.Function.values());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exactGivesTheBitsOfDense(Case c) {
    List<Tensor> video = c.video();
    List<float[]> dense = Results.all(c.open(SessionOptions.dense()), video);
    for (int threads = 1; threads <= THREADS; threads++) {
      SessionOptions exact = withoutCuts(SessionOptions.exact()).withThreads(threads);
      String what = c + " with " + threads + " threads";
      Results.checkSameBits(what, Results.all(c.open(exact), video), dense);
    }
    List<float[]> shared = Results.all(c.open(SessionOptions.dense().withThreads(2)), video);
    Results.checkSameBits(c + " dense with 2 threads", shared, dense);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exactComputesLessThanDense(Case c) {
    List<Tensor> video = Frames.movingBlock(c.network().inputShape(), 5, 3);
    try (VideoSession session = c.open(withoutCuts(SessionOptions.exact()))) {
      session.next(video.get(0));
      assertThat(session.next(video.get(1)).report().openShare()).isBetween(0.01, 1.0);
      assertThat(session.next(video.get(2)).report().keyframe()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stillVideoCostsNothingAndKeepsItsBits(Case c) {
    for (ResidualPolicy policy : c.kernels().policies()) {
      SessionOptions options = SessionOptions.exact().withPolicy(policy).withThreads(2);
      try (VideoSession session = c.open(options)) {
        Shape shape = session.network().inputShape();
        // A moving block first, so that there is something to forget.
        Frames.movingBlock(shape, 3, 3).forEach(session::next);
        Tensor still = Frames.picture(shape, 3);
        float[] before = Results.values(session, session.next(still));
        for (int i = 0; i < 3; i++) {
          FrameResult result = session.next(Frames.picture(shape, 3));
          assertThat(result.report().macs().spent()).as("%s %s", c, policy).isZero();
          assertThat(result.report().openShare()).isZero();
          for (Node conv : session.network().convolutions()) {
            assertThat(result.mask(conv.name()).count()).as(conv.name()).isZero();
          }
          Results.checkSameBits(c + " " + policy, Results.values(session, result), before);
        }
      }
    }
  }

  static Stream<Case> casesWithRebase() {
    return cases().filter(c -> c.kernels().policies().contains(ResidualPolicy.REBASE));
  }

  @ParameterizedTest
  @MethodSource("casesWithRebase")
  void rebaseWithAllOpenFollowsDense(Case c) {
    List<Tensor> video = c.video();
    List<float[]> dense = Results.all(c.open(SessionOptions.dense()), video);
    double size = 0;
    for (float value : dense.get(0)) {
      size = Math.max(size, Math.abs(value));
    }
    for (int threads = 1; threads <= THREADS; threads++) {
      SessionOptions options =
          withoutCuts(SessionOptions.exact())
              .withPolicy(ResidualPolicy.REBASE)
              .withThreads(threads);
      List<float[]> rebased = Results.all(c.open(options), video);
      for (int i = 0; i < video.size(); i++) {
        double error = Results.largestDifference(rebased.get(i), dense.get(i));
        // Each frame adds roundings of 2^-24 of sums that are larger than what remains of them.
        assertThat(error).as("%s, frame %d", c, i).isLessThan(2e-6 * size * (i + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportedMacsAreThoseOfTheMasks(Case c) {
    Gate some = TestGates.above(0.4f, 3);
    for (ResidualPolicy policy : c.kernels().policies()) {
      SessionOptions options = SessionOptions.gates(some).withInputThreshold(0).withPolicy(policy);
      try (VideoSession session = c.open(withoutCuts(options.withThreads(2)))) {
        boolean first = true;
        for (Tensor frame : c.video()) {
          FrameResult result = session.next(frame);
          checkMacs(c.network(), result, first ? 0 : 3);
          if (first) {
            assertThat(result.report().macs().computed()).isEqualTo(c.network().denseMacs());
          }
          first = false;
        }
      }
    }
  }

  private static void checkMacs(SkipNetwork network, FrameResult result, long gatingOfALayer) {
    List<Long> computed = new ArrayList<>();
    long gating = 0;
    for (LayerReport layer : result.report().layers()) {
      Node node =
          network.nodes().stream()
              .filter(n -> n.name().equals(layer.name()))
              .findAny()
              .orElseThrow();
      int open = layer.openPixels();
      long expected = open == 0 ? 0 : node.denseMacs();
      if (node.op() instanceof Conv conv) {
        GateMask mask = result.mask(layer.name());
        open = countOpen(mask);
        assertThat(mask.count()).as("cells are 0 or 1").isEqualTo(open);
        long perPixel = (long) conv.weight().size(1) * conv.weight().size(0) * conv.spec().taps();
        expected = open * perPixel;
      }
      assertThat(layer.openPixels()).as(layer.name()).isEqualTo(open);
      assertThat(layer.pixels()).isEqualTo(node.shape().pixels());
      assertThat(layer.macs().computed()).as(layer.name()).isEqualTo(expected);
      assertThat(layer.macs().dense()).as(layer.name()).isEqualTo(node.denseMacs());
      assertThat(layer.macs().gating()).isIn(0L, gatingOfALayer);
      computed.add(expected);
      gating += layer.macs().gating();
    }
    MacCount macs = result.report().macs();
    assertThat(macs.computed()).isEqualTo(computed.stream().mapToLong(Long::longValue).sum());
    assertThat(macs.dense()).isEqualTo(network.denseMacs());
    assertThat(macs.gating()).isEqualTo(gating);
    assertThat(macs.savedFlops()).isEqualTo(2 * (macs.dense() - macs.computed() - gating));
  }

  private static int countOpen(GateMask mask) {
    int count = 0;
    for (int i = 0; i < mask.height() * mask.width(); i++) {
      count += mask.isOpen(i / mask.width(), i % mask.width()) ? 1 : 0;
    }
    return count;
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/** What a threshold does to changes: they are carried, not lost, and a higher one opens less. */
class HeldBackChangesTest {
  private static final int FRAMES = 400;
  private static final float STEP = 0.01f;
  private static final float THRESHOLD = 2;
  private static final float INPUT_THRESHOLD = 0.05f;

  private final SkipNetwork network = Networks.monotone();
  private final SessionOptions gated =
      SessionOptions.gates(TestGates.above(THRESHOLD, 0))
          .withInputThreshold(INPUT_THRESHOLD)
          .withKeyframes(KeyframePolicy.first().withoutCuts());

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void carryNeverLosesASlowRamp(TestKernels kernels) {
    double bound = ErrorBound.of(network, THRESHOLD, INPUT_THRESHOLD);
    Ramp ramp = run(kernels, gated);
    assertThat(ramp.largestErrors()).allSatisfy(error -> assertThat(error).isLessThan(bound));
    assertThat(ramp.openShare()).as("computes less than dense").isLessThan(0.5);
    assertThat(ramp.drift()).as("the ramp is larger than the bound").isGreaterThan(3 * bound);
  }

  @Test
  void rebaseLosesIt() {
    Ramp ramp = run(TestKernels.REFERENCE, gated.withPolicy(ResidualPolicy.REBASE));
    double bound = ErrorBound.of(network, THRESHOLD, INPUT_THRESHOLD);
    assertThat(ramp.largestErrors().get(FRAMES - 1)).isGreaterThan(3 * bound);
    // Each frame's change is judged alone, so that nothing opens after the keyframe.
    assertThat(ramp.openShare()).isLessThan(1.5 / FRAMES);
  }

  /** Largest errors of each frame, share of pixels computed, and how far the results moved. */
  private record Ramp(List<Double> largestErrors, double openShare, double drift) {}

  private Ramp run(TestKernels kernels, SessionOptions options) {
    List<Tensor> video = Frames.ramp(network.inputShape(), 11, STEP, FRAMES);
    List<Double> errors = new ArrayList<>();
    double open = 0;
    float[] first = null;
    float[] last = null;
    try (VideoSession session = TestSessions.open(network, options, kernels.require());
        VideoSession dense =
            TestSessions.open(network, SessionOptions.dense(), kernels.require())) {
      for (Tensor frame : video) {
        FrameResult result = session.next(frame);
        open += result.report().openShare() / FRAMES;
        last = Results.values(dense, dense.next(frame));
        first = first == null ? last : first;
        errors.add(Results.largestDifference(Results.values(session, result), last));
      }
    }
    return new Ramp(errors, open, Results.largestDifference(first, last));
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void raisingAThresholdNeverOpensAPixel(ResidualPolicy policy) {
    float[] thresholds = {0, 1e-6f, 0.03f, 0.1f, 0.5f, 1, 3, 10, 100, Float.MAX_VALUE};
    int[] opened = new int[thresholds.length];
    Gate nested =
        layer ->
            (residual, mask) -> {
              GateMask lower = new GateMask(residual.height(), residual.width());
              lower.setAll(true);
              for (int i = 0; i < thresholds.length; i++) {
                lower = checkedOpenAbove(residual, thresholds[i], mask, lower);
                opened[i] += lower.count();
              }
              residual.openAbove(0, mask);
              return 0;
            };
    SessionOptions options = SessionOptions.gates(nested).withInputThreshold(0).withPolicy(policy);
    for (SkipNetwork each : Networks.all()) {
      try (VideoSession session = each.open(options)) {
        Frames.mixed(each.inputShape(), 3).forEach(session::next);
      }
    }
    assertThat(opened[0]).isGreaterThan(opened[4]);
    assertThat(opened[4]).isGreaterThan(opened[7]);
    assertThat(opened[thresholds.length - 1]).isZero();
  }

  /** What a threshold opens, which must be what is above it and open in the mask before. */
  private static GateMask checkedOpenAbove(
      Residual residual, float threshold, GateMask own, GateMask before) {
    GateMask opened = new GateMask(residual.height(), residual.width());
    residual.openAbove(threshold, own);
    residual.openAbove(threshold, opened);
    for (int y = 0; y < opened.height(); y++) {
      for (int x = 0; x < opened.width(); x++) {
        boolean open = opened.isOpen(y, x);
        assertThat(open).isEqualTo(residual.at(y, x) > threshold).isEqualTo(own.isOpen(y, x));
        assertThat(!open || before.isOpen(y, x)).as("opened by raising").isTrue();
      }
    }
    return opened;
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestKernels;

/**
 * Every kernel gives what the reference gives, on networks of every operation, frame by frame:
 * computed densely, afresh where something changed, and as a sum of residuals.
 */
class KernelsAgreeTest {
  /** Of the largest magnitude; networks are a few layers deep. */
  private static final double TOLERANCE = 2e-5;

  /** A sum that is off by little may be rounded the other way, in each layer. */
  private static final double TOLERANCE_OF_BFLOAT16 = 0x1p-6;

  record Case(TestKernels kernels, SkipNetwork network, String way, SessionOptions options) {
    @Override
    public String toString() {
      return network.name() + " " + way + " on " + kernels.id();
    }
  }

  static Stream<Case> cases() {
    KeyframePolicy first = KeyframePolicy.first().withoutCuts();
    SessionOptions carry = SessionOptions.exact().withKeyframes(first);
    List<Case> cases = new ArrayList<>();
    for (TestKernels kernels : TestKernels.values()) {
      if (kernels == kernels.reference()) {
        continue;
      }
      for (SkipNetwork network : Networks.all()) {
        cases.add(new Case(kernels, network, "dense", SessionOptions.dense()));
        cases.add(new Case(kernels, network, "carry", carry));
        if (kernels.policies().contains(ResidualPolicy.REBASE)) {
          cases.add(new Case(kernels, network, "rebase", carry.withPolicy(ResidualPolicy.REBASE)));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReference(Case c) {
    List<Tensor> video = Frames.mixed(c.network().inputShape(), 7);
    List<float[]> expected = run(c, c.kernels().reference(), video);
    List<float[]> got = run(c, c.kernels(), video);
    for (int frame = 0; frame < video.size(); frame++) {
      float[] wanted = expected.get(frame);
      double largest = 0;
      double worst = 0;
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        worst = Math.max(worst, Math.abs(wanted[i] - got.get(frame)[i]));
      }
      double allowed = c.kernels().areOfBfloat16() ? TOLERANCE_OF_BFLOAT16 : TOLERANCE;
      assertThat(worst).as("%s, frame %d", c, frame).isLessThanOrEqualTo(allowed * largest);
    }
  }

  private static List<float[]> run(Case c, TestKernels kernels, List<Tensor> video) {
    return Results.all(TestSessions.open(c.network(), c.options(), kernels.require()), video);
  }
}

package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** The norm gates of the authors' released code, against what that code gives. */
class ReleasedNormGateTest {
  static List<ReleasedVectors.Case> normGates() throws IOException {
    return ReleasedVectors.read().cases().stream()
        .filter(each -> each.gate().endsWith("-norm"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("normGates")
  void givesTheReleasedMasksMacsAndValues(ReleasedVectors.Case released) {
    NormGate gate =
        released.gate().equals("input-norm")
            ? NormGate.releasedInput(released.eps())
            : NormGate.releasedOutput(released.eps());
    SessionOptions options =
        SessionOptions.gates(gate)
            .withPolicy(ResidualPolicy.REBASE)
            .withKeyframes(KeyframePolicy.first().withoutCuts())
            .withInputThreshold(0);
    Tensor[] video = released.video();
    try (VideoSession session = released.network().open(options)) {
      for (ReleasedVectors.Frame expected : released.frames()) {
        FrameResult result = session.next(video[expected.frame()]);
        assertThat(result.report().keyframe()).isEqualTo(expected.gate() == null);
        assertThat(result.report().macs().computed()).isEqualTo((long) expected.mac());
        assertThat(result.report().macs().gating()).isZero();
        if (expected.gate() != null) {
          String mask = Residuals.text(result.mask("conv")).replace("\n", "");
          assertThat(mask).as("mask of frame %d", expected.frame()).isEqualTo(expected.gate());
        }
        expected.assertValues(result.map("out").toArray());
      }
    }
  }

  @Test
  void theVectorsHoldEveryNormGateCase() throws IOException {
    assertThat(normGates()).hasSize(7);
  }
}

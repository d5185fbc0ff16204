package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.MacCount;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** The learned gate of the authors' released code, against what that code gives. */
class ReleasedGumbelGateTest {

  static List<ReleasedVectors.Case> gumbelGates() throws IOException {
    return ReleasedVectors.read().cases().stream()
        .filter(each -> each.gate().equals("gumbel"))
        .toList();
  }

  static Stream<Arguments> casesAndThreads() throws IOException {
    return gumbelGates().stream()
        .flatMap(each -> Stream.of(1, 2, 3).map(threads -> Arguments.of(each, threads)));
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("casesAndThreads")
  void givesTheReleasedMasksMacsAndValues(ReleasedVectors.Case released, int threads) {
    SkipNetwork network = released.network();
    long gateMacs = GumbelGate.publishedMacs(network.convolutions().get(0));
    SessionOptions options =
        SessionOptions.gates(released.gumbelGate())
            .withPolicy(ResidualPolicy.REBASE)
            .withKeyframes(KeyframePolicy.first().withoutCuts())
            .withThreads(threads);
    Tensor[] video = released.video();
    try (VideoSession session = network.open(options)) {
      for (ReleasedVectors.Frame expected : released.frames()) {
        FrameResult result = session.next(video[expected.frame()]);
        boolean keyframe = expected.gate() == null;
        MacCount macs = result.report().macs();
        assertThat(result.report().keyframe()).isEqualTo(keyframe);
        assertThat(macs.computed() + macs.gating()).isEqualTo((long) expected.mac());
        // Noise everywhere: every logit is computed.
        assertThat(macs.gating()).isEqualTo(keyframe ? 0 : gateMacs);
        if (!keyframe) {
          String mask = Residuals.text(result.mask("conv")).replace("\n", "");
          assertThat(mask).as("mask of frame %d", expected.frame()).isEqualTo(expected.gate());
        }
        expected.assertValues(result.map("out").toArray());
      }
    }
  }

  @Test
  void theVectorsHoldEveryBlockAndAStride() throws IOException {
    assertThat(gumbelGates().stream().map(ReleasedVectors.Case::block))
        .containsExactlyInAnyOrder(1, 2, 4, 8, 2);
    assertThat(gumbelGates().stream().map(ReleasedVectors.Case::stride)).contains(2);
  }
}

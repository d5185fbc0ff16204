package org.skipconv.bench.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.skipconv.bench.lab.study.ChosenGates;
import org.skipconv.bench.lab.study.NetworkSize;
import org.skipconv.bench.lab.study.StudiedFootage;
import org.skipconv.bench.lab.study.StudiedNetwork;
import org.skipconv.bench.lab.study.Subject;

class SummarySectionTest {
  private static String what(boolean trained, int threads) {
    return SummarySection.what(
        new Subject(
            new StudiedNetwork("net", "w.npz", trained, "64x48"),
            new NetworkSize(2_500_000_000L, 1_250_000, 17),
            new StudiedFootage("a.mp4", 10, 20, "whole"),
            new ChosenGates("input norm > 0.1", "residual", "0.02"),
            threads));
  }

  @Test
  void saysWhatWasMeasured() {
    assertThat(what(true, 1))
        .isEqualTo(
            "net at 64x48 on frames 10 to 29 of a.mp4, crop whole; weights: w.npz; input norm >"
                + " 0.1, policy residual, input threshold 0.02, 1 thread. 2.50 GMAC a dense frame,"
                + " 1.3 million parameters, 17 convolutions.");
  }

  @Test
  void saysThatGeneratedWeightsAreUntrained() {
    assertThat(what(false, 2)).contains("weights: w.npz (untrained); ", ", 2 threads.");
  }
}

package org.skipconv.bench.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.measure.Timings;

class PeerTimesTest {
  /** Two passes over a first frame, which does not count, and three others. */
  private static Timings times(double a, double b, double c) {
    return new Timings(new double[][] {{100, a, b, c}, {100, 4 * a, 4 * b, 4 * c}});
  }

  private static final PeerTimes TIMES =
      new PeerTimes(Map.of(Report.SKIP, times(1, 2, 6), Report.DENSE, times(10, 10, 7)), 1);

  @Test
  void meansAndLeastTimesAreDividedWithoutTheFirstFrame() {
    assertThat(TIMES.speedup(Report.DENSE)).isEqualTo(3);
    assertThat(TIMES.leastSpeedup(Report.DENSE)).isEqualTo(3);
    assertThat(TIMES.speedup(Report.SKIP)).isEqualTo(1);
  }

  @Test
  void mediansAreDividedByThemselves() {
    double ours = TIMES.skip().summary().median();
    double theirs = TIMES.of(Report.DENSE).summary().median();
    assertThat(TIMES.medianSpeedup(Report.DENSE)).isEqualTo(theirs / ours).isNotEqualTo(3);
  }

  @Test
  void whoTookNoPartHasNoSpeedup() {
    assertThat(TIMES.of(Report.ONNX_RUNTIME)).isNull();
    assertThat(TIMES.speedup(Report.ONNX_RUNTIME)).isNull();
    assertThat(TIMES.medianSpeedup(Report.ONNX_RUNTIME)).isNull();
    assertThat(TIMES.leastSpeedup(Report.ONNX_RUNTIME)).isNull();
  }

  @Test
  void aSingleFrameHasNoSpeedup() {
    Timings first = Timings.ofPass(new double[] {100});
    PeerTimes times = new PeerTimes(Map.of(Report.SKIP, first, Report.DENSE, first), 1);
    assertThat(times.speedup(Report.DENSE)).isNull();
    assertThat(times.medianSpeedup(Report.DENSE)).isNull();
    assertThat(times.leastSpeedup(Report.DENSE)).isNull();
  }

  @Test
  void laterFramesOfOnePeer() {
    PeerTimes later = TIMES.withLater(Report.SKIP, 3);
    assertThat(later.skip().leastMean()).isEqualTo(TIMES.skip().leastMean() + 3);
    assertThat(later.skip().summary().mean()).isEqualTo(TIMES.skip().summary().mean() + 3);
    assertThat(later.of(Report.DENSE)).isSameAs(TIMES.of(Report.DENSE));
    assertThat(TIMES.withLater(Report.ONNX_RUNTIME, 3).byPeer()).isEqualTo(TIMES.byPeer());
  }
}

package org.skipconv.bench.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.skipconv.core.MacCount;

class StatisticsTest {
  @Test
  void timesOfAFew() {
    assertThat(Times.of(new double[] {4, 1, 3})).isEqualTo(new Times(8 / 3.0, 3, 4));
    assertThat(Times.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
    assertThat(Times.of(new double[] {7})).isEqualTo(new Times(7, 7, 7));
  }

  @Test
  void ninetyFivePercentDoNotExceedP95() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
    assertThat(Times.of(hundred).p95()).isEqualTo(95);
    double[] twenty = IntStream.rangeClosed(1, 20).mapToDouble(i -> i).toArray();
    assertThat(Times.of(twenty).p95()).isEqualTo(19);
  }

  @Test
  void noTimesNoSummary() {
    assertThatThrownBy(() -> Times.of(new double[0])).hasMessageContaining("no times");
    assertThat(Timings.ofPass(new double[] {5}).summary()).isNull();
    assertThat(Timings.ofPass(new double[] {5}).leastMean()).isNull();
  }

  @Test
  void timingsLeaveTheFirstFrameOfEveryPassOut() {
    Timings timings = new Timings(new double[][] {{100, 1, 8}, {90, 3, 2}});
    assertThat(timings.summary().mean()).isEqualTo(3.5);
    assertThat(timings.least()).containsExactly(90, 1, 2);
    assertThat(timings.leastMean()).isEqualTo(1.5);
  }

  @Test
  void costsLeaveTheFirstFrameOut() {
    Costs costs = new Costs();
    costs.add(new MacCount(100, 100, 0), true);
    assertThat(costs.spent()).isNull();
    assertThat(costs.ratio()).isNull();
    assertThat(costs.openShare()).isNull();
    costs.add(new MacCount(100, 10, 4), false);
    costs.add(new MacCount(100, 20, 6), false);
    assertThat(costs.keyframes()).isEqualTo(1);
    assertThat(costs.dense()).isEqualTo(100);
    assertThat(costs.spent()).isEqualTo(20);
    assertThat(costs.gating()).isEqualTo(5);
    assertThat(costs.ratio()).isEqualTo(5);
    assertThat(costs.openShare()).isEqualTo(0.15, within(1e-12));
  }

  @Test
  void aVideoThatStandsStillHasNoRatio() {
    Costs costs = new Costs();
    costs.add(new MacCount(100, 100, 0), true);
    costs.add(new MacCount(100, 0, 0), false);
    assertThat(costs.spent()).isZero();
    assertThat(costs.ratio()).isNull();
  }

  @Test
  void differenceIsRelativeToTheLargestMagnitude() {
    assertThat(Parity.difference(new float[] {1, -7.5f}, new float[] {2, -8})).isEqualTo(0.125);
    assertThat(Parity.difference(new float[] {0}, new float[] {0})).isZero();
    // Of probabilities near 0 no engine knows more than what rounding near 1 leaves.
    assertThat(Parity.difference(new float[] {3e-7f}, new float[] {2e-7f}))
        .isCloseTo(1e-5, within(1e-10));
    assertThat(Parity.difference(new float[] {Float.NaN, 1}, new float[] {1, 1})).isNaN();
    assertThat(Parity.difference(new float[] {1}, new float[] {1, 1})).isNaN();
  }
}

package org.skipconv.bench.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void linear() {
    ChartAxis axis = new ChartAxis("ms", 0, 100, false);
    assertThat(axis.ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(axis.at(25)).isEqualTo(0.25, within(1e-12));
    assertThat(ChartAxis.fromZero("ms", 0.0021).ticks()).allMatch(tick -> tick <= 0.0021 * 1.05);
    assertThat(new ChartAxis("share", 0.93, 1.01, false).ticks()).contains(1.0);
  }

  @Test
  void logarithmic() {
    ChartAxis axis = new ChartAxis("x", 1, 100, true);
    assertThat(axis.ticks()).isEqualTo(List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0));
    assertThat(axis.at(10)).isEqualTo(0.5, within(1e-12));
    assertThat(axis.at(0)).isFinite();
    assertThat(new ChartAxis("x", 1e-3, 1e4, true).ticks()).hasSize(8);
  }

  @Test
  void textsHaveNoNeedlessDigits() {
    ChartAxis axis = new ChartAxis("x", 0, 1, false);
    assertThat(axis.text(0)).isEqualTo("0");
    assertThat(axis.text(0.30000000000000004)).isEqualTo("0.3");
    assertThat(axis.text(120)).isEqualTo("120");
    assertThat(axis.text(2e7)).isEqualTo("2e+07");
  }

  @Test
  void refusesWhatIsNoAxis() {
    assertThatThrownBy(() -> new ChartAxis("x", 1, 1, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChartAxis("x", 0, 1, true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.skipconv.bench.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void measuresThisMachine() {
    Limits two = Limits.measure(2, 60);
    assertThat(two.threads()).isEqualTo(2);
    assertThat(two.readBytes()).isBetween(1e8, 1e13);
    assertThat(two.triadBytes()).isBetween(1e8, 1e13);
    assertThat(two.flops()).isBetween(1e8, 1e13);
  }

  @Test
  void refusesArraysThatFitIntoACache() {
    assertThatThrownBy(() -> Bandwidth.measure(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
  }
}

package org.skipconv.bench.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "812.5, 0.8125 k",
    "99999, 99.9990 k",
    "123456, 0.1235 M",
    "9999999, 10.0000 M",
    "10000000, 0.0100 G",
    "-2e9, -2.0000 G"
  })
  void smallAmountsAreNotZero(double count, String text) {
    assertThat(Amounts.operations(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"4.686, 4.69 ×", "1000, 1000.00 ×", "285351936, > 1000 ×", "Infinity, > 1000 ×"})
  void largeFactorsAreCapped(double factor, String text) {
    assertThat(Amounts.times(factor)).isEqualTo(text);
  }
}

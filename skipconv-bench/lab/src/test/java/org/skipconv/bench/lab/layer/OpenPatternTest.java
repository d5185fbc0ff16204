package org.skipconv.bench.lab.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenPatternTest {
  private static int count(boolean[] open) {
    int count = 0;
    for (boolean one : open) {
      count += one ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void opensAsManyAsAsked(OpenPattern pattern) {
    for (double share : new double[] {0, 0.01, 0.1, 0.5, 1}) {
      boolean[] open = pattern.open(13, 10, share, 4);
      assertThat(open).hasSize(130);
      assertThat(count(open)).isEqualTo((int) Math.round(130 * share));
      assertThat(pattern.open(13, 10, share, 4)).isEqualTo(open);
    }
    assertThat(OpenPattern.of(pattern.toString())).isEqualTo(pattern);
    assertThatThrownBy(() -> pattern.open(1, 1, 1.1, 0)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> OpenPattern.of("stripes")).hasMessageContaining("blob");
  }

  /** How many open pixels have an open one to their right. */
  private static double together(OpenPattern pattern) {
    boolean[] open = pattern.open(64, 48, 0.1, 1);
    int pairs = 0;
    for (int i = 0; i < open.length; i++) {
      pairs += open[i] && i % 48 < 47 && open[i + 1] ? 1 : 0;
    }
    return (double) pairs / count(open);
  }

  @ParameterizedTest
  @EnumSource
  void liesAsItsNameSays(OpenPattern pattern) {
    switch (pattern) {
      case SCATTERED -> assertThat(together(pattern)).isLessThan(0.2);
      case BLOCKS -> assertThat(together(pattern)).isBetween(0.7, 0.85);
      case BLOB -> assertThat(together(pattern)).isGreaterThan(0.9);
    }
  }
}

package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstMaximumTest {

  @Test
  void ofEqualValuesTheFirst() {
    assertThat(FirstMaximum.of(new float[] {9, 1, 3, 3, 2}, 1, 4)).isEqualTo(1);
  }

  @Test
  void whatIsNotANumberIsNone() {
    float nan = Float.NaN;
    assertThat(FirstMaximum.of(new float[] {nan, -3, nan, -2}, 0, 4)).isEqualTo(3);
    assertThat(FirstMaximum.of(new float[] {nan, nan}, 0, 2)).isZero();
  }
}

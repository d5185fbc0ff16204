package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16Test {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    // Halfway between 1 and its neighbour above, and between that and the next: to the even one.
    "1.00390625, 1",
    "1.01171875, 1.015625",
    "1.0039064, 1.0078125",
    "-1.0039064, -1.0078125",
    "3.3961775e38, Infinity",
    "3.3895314e38, 3.3895314e38",
    "-Infinity, -Infinity",
    "1e-40, 9.18355e-41",
    "-0.0, -0.0"
  })
  void roundsToTheNearestAndOfTwoToTheEvenOne(float value, float rounded) {
    assertThat(Bfloat16.rounded(value)).isEqualTo(rounded);
  }

  @Test
  void everyNotANumberStaysOne() {
    for (int bits : new int[] {0x7f800001, 0xff80ffff, 0x7fffffff, 0x7fc00000}) {
      assertThat(Bfloat16.rounded(Float.intBitsToFloat(bits))).isNaN();
    }
  }

  @Test
  void everyBfloat16StaysAsItIs() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Bfloat16.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Bfloat16.fromFloat(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void noOtherBfloat16IsNearer() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      short bits = Bfloat16.fromFloat(value);
      double off = Math.abs((double) Bfloat16.toFloat(bits) - value);
      if (Double.isFinite(off)) {
        for (int step : new int[] {-1, 1}) {
          float other = Bfloat16.toFloat((short) (bits + step));
          assertThat(Math.abs((double) other - value)).isGreaterThanOrEqualTo(off);
        }
      }
    }
  }
}

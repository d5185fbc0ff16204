package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuickSelectTest {
  private final Random random = new Random(1);

  @Test
  void findsWhatSortingPutsThere() {
    for (int turn = 0; turn < 2000; turn++) {
      int length = 1 + random.nextInt(300);
      int distinct = 1 + random.nextInt(turn % 2 == 0 ? 5 : 1000);
      long[] values = random.longs(length, -distinct, distinct).toArray();
      int begin = random.nextInt(length);
      int end = begin + 1 + random.nextInt(length - begin);
      requireSelected(values, begin, end, begin + random.nextInt(end - begin));
    }
  }

  @Test
  void noOrderOfTheValuesMakesItSlowOrWrong() {
    int length = 1 << 17;
    long[] rising = IntStream.range(0, length).asLongStream().toArray();
    long[] falling = IntStream.range(0, length).mapToLong(i -> length - i).toArray();
    long[] organ = IntStream.range(0, length).mapToLong(i -> Math.min(i, length - i)).toArray();
    long[] killer = killer(length);
    for (long[] values : new long[][] {rising, falling, organ, killer, new long[length]}) {
      requireSelected(values, 0, length, length / 3);
    }
  }

  /** Places at which the middle of three is always among the smallest of what is left. */
  private static long[] killer(int length) {
    long[] values = new long[length];
    int half = length / 2;
    for (int i = 0; i < half; i++) {
      values[i] = i % 2 == 0 ? i : half + i;
      values[half + i] = 2L * i + 1;
    }
    return values;
  }

  private static void requireSelected(long[] values, int begin, int end, int place) {
    long[] got = values.clone();
    QuickSelect.select(got, begin, end, place);
    long[] expected = values.clone();
    Arrays.sort(expected, begin, end);
    assertThat(got[place]).isEqualTo(expected[place]);
    assertThat(Arrays.stream(got, begin, place).allMatch(v -> v <= got[place])).isTrue();
    assertThat(Arrays.stream(got, place, end).allMatch(v -> v >= got[place])).isTrue();
    Arrays.sort(got, begin, end);
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void mediansAreThoseOfSortedFloats() {
    float[] special = {
      0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 1, -1, Float.MIN_VALUE
    };
    for (int turn = 0; turn < 2000; turn++) {
      float[] values = new float[2 + random.nextInt(60)];
      for (int i = 0; i < values.length; i++) {
        boolean usual = random.nextInt(4) > 0;
        values[i] = usual ? (float) random.nextGaussian() : special[random.nextInt(8)];
      }
      int begin = random.nextInt(values.length - 1);
      float[] sorted = Arrays.copyOfRange(values, begin, values.length);
      Arrays.sort(sorted);
      assertThat(Float.floatToIntBits(QuickSelect.median(values, begin, values.length)))
          .isEqualTo(Float.floatToIntBits(sorted[sorted.length / 2]));
    }
  }
}

package org.skipconv.core.internal.engine;

import java.util.Arrays;

/** Finds the smallest of some numbers without sorting all of them. */
final class QuickSelect {
  private QuickSelect() {}

  /**
   * Rearranges {@code values[begin, end)} so that the one at {@code place} is what sorting would
   * put there, with none larger before it and none smaller after it.
   */
  static void select(long[] values, int begin, int end, int place) {
    int low = begin;
    int high = end - 1;
    // Halves that hardly get smaller are sorted: no input makes it take more than n log n.
    int patience = 2 * (32 - Integer.numberOfLeadingZeros(end - begin));
    while (low < high) {
      if (patience-- == 0) {
        Arrays.sort(values, low, high + 1);
        return;
      }
      long pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (place <= j) {
        high = j;
      } else if (place >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  private static long middle(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Median of values, the upper one of two, in the order of {@link Float#compare}. */
  static float median(float[] values, int begin, int end) {
    long[] keys = new long[end - begin];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = flipped(Float.floatToIntBits(values[begin + i]));
    }
    int place = keys.length / 2;
    select(keys, 0, keys.length, place);
    return Float.intBitsToFloat(flipped((int) keys[place]));
  }

  /** Bits of negative numbers rise as the numbers fall. */
  private static int flipped(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}

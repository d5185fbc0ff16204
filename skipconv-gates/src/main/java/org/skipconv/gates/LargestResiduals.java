package org.skipconv.gates;

import java.util.Arrays;
import org.skipconv.core.GateMask;
import org.skipconv.core.Residual;

/**
 * Closes all but the pixels with the largest residuals. Exact, and linear in the number of pixels
 * whatever the values are: the bits of floats that are not negative are ordered as the floats are,
 * so the smallest residual that is kept is found digit by digit from a histogram of each.
 */
final class LargestResiduals {
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final int[] keys;
  private final int[] histogram = new int[DIGITS];

  /** For masks of up to so many pixels. */
  LargestResiduals(int pixels) {
    keys = new int[pixels];
  }

  /**
   * Closes open pixels until at most {@code limit} of those with a residual are left; closes those
   * without. Says whether one with a residual was closed.
   */
  boolean keep(int limit, Residual residual, GateMask mask) {
    int count = collect(residual, mask);
    if (count <= limit) {
      return false;
    }
    int rank = limit;
    int smallest = 0;
    int left = count;
    for (int shift = Integer.SIZE - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
      Arrays.fill(histogram, 0);
      for (int i = 0; i < left; i++) {
        histogram[digit(keys[i], shift)]++;
      }
      int digit = DIGITS - 1;
      while (histogram[digit] < rank) {
        rank -= histogram[digit--];
      }
      smallest |= digit << shift;
      left = select(left, shift, digit);
    }
    closeBelow(smallest, rank, residual, mask);
    return true;
  }

  private int collect(Residual residual, GateMask mask) {
    int count = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.isOpen(y, x)) {
          int key = key(residual, y, x);
          if (key == 0) {
            mask.set(y, x, false);
          } else {
            keys[count++] = key;
          }
        }
      }
    }
    return count;
  }

  /** Keeps the keys with a digit, in place. */
  private int select(int count, int shift, int digit) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (digit(keys[i], shift) == digit) {
        keys[kept++] = keys[i];
      }
    }
    return kept;
  }

  /** Closes what is below the smallest key, and of those equal to it all but the first ones. */
  private static void closeBelow(int smallest, int equalKept, Residual residual, GateMask mask) {
    int equalLeft = equalKept;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.isOpen(y, x)) {
          int key = key(residual, y, x);
          if (key < smallest || (key == smallest && equalLeft-- <= 0)) {
            mask.set(y, x, false);
          }
        }
      }
    }
  }

  private static int digit(int key, int shift) {
    return (key >>> shift) & (DIGITS - 1);
  }

  /** 0 for no change; a NaN is above all. */
  private static int key(Residual residual, int y, int x) {
    return Float.floatToIntBits(Math.abs(residual.at(y, x)));
  }
}

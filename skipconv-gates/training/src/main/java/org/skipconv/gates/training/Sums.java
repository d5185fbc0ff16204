package org.skipconv.gates.training;

/** Sums in four lanes, since an addition waits for the one before it. */
final class Sums {
  private Sums() {}

  /** Puts the sum of each row from one to before another into {@code into}, at its number. */
  static void ofRows(double[] values, int width, double[] into, int first, int end) {
    for (int row = first; row < end; row++) {
      into[row] = of(values, row * width, (row + 1) * width);
    }
  }

  private static double of(double[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < to; i++) {
      a += values[i];
    }
    return (a + b) + (c + d);
  }
}

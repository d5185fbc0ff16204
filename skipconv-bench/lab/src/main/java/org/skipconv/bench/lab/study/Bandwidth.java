package org.skipconv.bench.lab.study;

import java.util.Arrays;

/**
 * Bandwidth of this machine's memory, measured on arrays far larger than the caches.
 *
 * @param readBytes a second when two arrays are compared
 * @param triadBytes a second of {@code a = b + s * c}, counted as STREAM does: two values read and
 *     one written each
 */
public record Bandwidth(double readBytes, double triadBytes) {
  private static final int ROUNDS = 5;

  /**
   * Measures, on the calling thread.
   *
   * @param megabytes of all arrays together, at least 3
   */
  public static Bandwidth measure(int megabytes) {
    if (megabytes < 3) {
      throw new IllegalArgumentException("needs at least 3 megabytes, but is given " + megabytes);
    }
    int length = Math.toIntExact(megabytes * 1_000_000L / Double.BYTES / 3);
    double[] a = new double[length];
    double[] b = new double[length];
    double[] c = new double[length];
    for (int i = 0; i < length; i++) {
      b[i] = i;
      c[i] = i;
    }
    double read = 0;
    double triad = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      triad(a, b, c, 1.5 + round);
      long middle = System.nanoTime();
      int different = Arrays.mismatch(b, c);
      long end = System.nanoTime();
      if (different >= 0) {
        throw new IllegalStateException("memory does not hold what was written");
      }
      double bytes = (double) Double.BYTES * length;
      triad = Math.max(triad, 3 * bytes * 1e9 / (middle - start));
      read = Math.max(read, 2 * bytes * 1e9 / (end - middle));
    }
    return new Bandwidth(read, triad);
  }

  private static void triad(double[] a, double[] b, double[] c, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + factor * c[i];
    }
  }
}

package org.skipconv.bench.cli.measure;

import java.util.Arrays;

/**
 * Times of frames, in milliseconds.
 *
 * @param mean of all
 * @param median middle one, or the mean of the two in the middle
 * @param p95 the least one that 95 % do not exceed
 */
public record Times(double mean, double median, double p95) {

  /**
   * Summary of measured times.
   *
   * @param millis at least one
   */
  public static Times of(double[] millis) {
    if (millis.length == 0) {
      throw new IllegalArgumentException("there are no times to summarise");
    }
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    double p95 = sorted[(int) Math.ceil(0.95 * n) - 1];
    return new Times(Arrays.stream(millis).average().orElseThrow(), median, p95);
  }
}

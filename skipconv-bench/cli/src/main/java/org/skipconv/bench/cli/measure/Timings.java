package org.skipconv.bench.cli.measure;

import java.util.Arrays;

/**
 * Times of a peer for each frame in each pass over the same frames, in milliseconds. The first
 * frame of a pass is not counted in summaries: it is a keyframe.
 */
public final class Timings {
  private final double[][] passes;

  /**
   * Measured times.
   *
   * @param passes [pass][frame], all of one length
   */
  public Timings(double[][] passes) {
    this.passes = Arrays.stream(passes).map(double[]::clone).toArray(double[][]::new);
  }

  /** One pass. */
  public static Timings ofPass(double[] millis) {
    return new Timings(new double[][] {millis});
  }

  /** The same with so many milliseconds more in each frame. */
  public Timings later(double millis) {
    double[][] changed = new Timings(passes).passes;
    for (double[] pass : changed) {
      Arrays.setAll(pass, i -> pass[i] + millis);
    }
    return new Timings(changed);
  }

  public int passes() {
    return passes.length;
  }

  /** Number of frames of a pass, the first included. */
  public int frames() {
    return passes[0].length;
  }

  /** Over the frames after the first of all passes; null when there are none. */
  public Times summary() {
    double[] counted =
        Arrays.stream(passes).flatMapToDouble(pass -> Arrays.stream(pass).skip(1)).toArray();
    return counted.length == 0 ? null : Times.of(counted);
  }

  /** The least time of each frame over the passes, the first frame included. */
  public double[] least() {
    double[] least = passes[0].clone();
    for (double[] pass : passes) {
      for (int i = 0; i < least.length; i++) {
        least[i] = Math.min(least[i], pass[i]);
      }
    }
    return least;
  }

  /** Mean over the frames after the first of each one's least time; null when there are none. */
  public Double leastMean() {
    double[] counted = Arrays.stream(least()).skip(1).toArray();
    return counted.length == 0 ? null : Times.of(counted).mean();
  }
}

package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.skipconv.core.internal.kernel.NoiseLimits;
import org.skipconv.core.internal.kernel.NoiseSample;

/**
 * Noise of a stream's frames, in the luma of the differences between a frame and the one before, in
 * grey levels: of single pixels, of means over 3x3 and of means over 7x7 pixels. All three are
 * measured, since noise that a codec or a resampling went through is not independent from pixel to
 * pixel.
 *
 * <p>What pixels of about the same brightness share, the median of their 7x7 means, is no noise but
 * light, of a lamp that flickers or an exposure that follows. It is taken out first, and two frames
 * may differ by it beside the noise. A deviation is the median |difference| over {@value
 * #MEDIAN_OF_NORMAL}, as of a normal distribution.
 *
 * <p>What moves must not be taken for noise: it changes edges most, so only the flattest quarter of
 * the samples counts, among those of about the same brightness. Noise that grows with the
 * brightness, as that of a sensor does, and light, which multiplies it, are a line through the
 * squares of ranges of brightness; each counts for no more than {@value #MOST_RELATIVE} times the
 * whole picture's and no less than a quarter, so that a mover that fills a range does not bend the
 * line.
 */
final class NoiseEstimate {
  /** Median of |x| of a normal distribution of deviation 1. */
  static final double MEDIAN_OF_NORMAL = 0.6745;

  /** Largest variance of a range of brightness against that of the whole picture. */
  static final double MOST_RELATIVE = 4;

  /** Smallest number of samples that say anything. */
  static final int LEAST_SAMPLES = 64;

  /** Smallest number of flat samples of a range of brightness. */
  private static final int LEAST_OF_RANGE = 24;

  private static final double LEAST_RELATIVE = 1 / MOST_RELATIVE;

  /** Grey levels of a range of brightness. */
  private static final double RANGE = 16;

  private static final double MOST_RANGES = 60000;

  /** Part of the way that the estimate goes to each frame's: after 25 frames, 4 % are left. */
  private static final double FOLLOWED = 0.125;

  /** Largest deviation of a single pixel, in grey levels: beyond it a picture is noise alone. */
  private static final double MOST_NOISE = 32;

  // How many deviations stand out, and how many grey levels where there is no noise.
  private static final double ALONE_DEVIATIONS = 6;
  private static final double ALONE_LEVELS = 8;
  private static final double SMALL_DEVIATIONS = 4;
  private static final double SMALL_LEVELS = 3;
  private static final double LARGE_DEVIATIONS = 3.5;
  private static final double LARGE_LEVELS = 1.5;

  /**
   * Greatest part of what a range of brightness shares that may stay: twice the deviation, since of
   * light that goes up and down by so much from frame to frame two frames differ by no more.
   */
  private static final double LIGHT = 2;

  private boolean known;
  private double alone;
  private double small;
  private double large;
  private double shared;
  private double slope;
  private double middle;

  /** Takes note of the samples of a frame. */
  void add(FloatBuffer samples, int count) {
    if (count >= LEAST_SAMPLES) {
      Flat flat = new Flat(samples, count);
      double smallVariance = flat.variance(2);
      double sharedSquare = flat.sharedSquare();
      flat.fit(square(smallVariance, SMALL_DEVIATIONS, sharedSquare));
      double followed = known ? FOLLOWED : 1;
      alone += followed * (bounded(flat.variance(1)) - alone);
      small += followed * (bounded(smallVariance) - small);
      large += followed * (bounded(flat.variance(3)) - large);
      shared += followed * (bounded(sharedSquare) - shared);
      slope += followed * (flat.slope - slope);
      middle += followed * (flat.middle - middle);
      known = true;
    }
  }

  /** The variance, no more than the largest; so is what overflows. */
  private static double bounded(double variance) {
    return variance <= MOST_NOISE * MOST_NOISE ? variance : MOST_NOISE * MOST_NOISE;
  }

  /** Forgets everything. */
  void reset() {
    known = false;
    alone = 0;
    small = 0;
    large = 0;
    shared = 0;
    slope = 0;
    middle = 0;
  }

  /**
   * Standard deviation of the noise of a frame's pixel, in grey levels; 0 as long as nothing is
   * known.
   */
  double deviation() {
    // A difference has the noise of two frames.
    return Math.sqrt(alone / 2);
  }

  /**
   * Limits of what stands out.
   *
   * @param norm of a pixel whose channels all change by one grey level
   */
  NoiseLimits limits(double norm) {
    return new NoiseLimits(
        (float) slope,
        (float) middle,
        (float) LEAST_RELATIVE,
        (float) MOST_RELATIVE,
        limit(square(alone, ALONE_DEVIATIONS, shared), ALONE_LEVELS, norm),
        limit(square(small, SMALL_DEVIATIONS, shared), SMALL_LEVELS, 9),
        limit(square(large, LARGE_DEVIATIONS, shared), LARGE_LEVELS, 49));
  }

  /** Square of the change that noise and light may make. */
  private static double square(double variance, double deviations, double sharedSquare) {
    return deviations * deviations * variance + LIGHT * LIGHT * sharedSquare;
  }

  private static NoiseLimits.Square limit(double square, double levels, double unit) {
    return new NoiseLimits.Square(
        (float) (square * unit * unit), (float) (levels * levels * unit * unit));
  }

  /** The flattest quarter of a frame's samples, range of brightness by range. */
  private static final class Flat {
    private final float[][] fields = new float[NoiseSample.FIELDS - 1][];
    private final int[] ends;
    private final int[] wholes;
    private int ranges;
    private int count;
    private double[] shared;
    private double slope;
    private double middle;

    Flat(FloatBuffer samples, int total) {
      for (int f = 0; f < fields.length; f++) {
        fields[f] = new float[total];
      }
      long[] order = new long[total];
      for (int i = 0; i < total; i++) {
        // By range of brightness, the flattest first: no slope is negative, so that its bits rise
        // with it.
        NoiseSample sample = NoiseSample.read(samples, i);
        double range = Math.floor(sample.brightness() / RANGE);
        long held = (long) Math.max(-MOST_RANGES, Math.min(MOST_RANGES, range));
        order[i] = held << 47 | (long) Float.floatToIntBits(sample.slope()) << 16 | i;
      }
      order = byRange(order);
      ends = new int[total];
      wholes = new int[total];
      take(samples, order);
      shareOut();
    }

    private static long rangeOf(long key) {
      return key >> 47;
    }

    /**
     * Sorts keys by their range alone, of which there are few; the rest is sorted where it counts.
     */
    private static long[] byRange(long[] keys) {
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      for (long key : keys) {
        least = Math.min(least, rangeOf(key));
        most = Math.max(most, rangeOf(key));
      }
      if (most - least >= keys.length) {
        Arrays.sort(keys);
        return keys;
      }
      int[] next = new int[(int) (most - least) + 2];
      for (long key : keys) {
        next[(int) (rangeOf(key) - least) + 1]++;
      }
      for (int r = 1; r < next.length; r++) {
        next[r] += next[r - 1];
      }
      long[] sorted = new long[keys.length];
      for (long key : keys) {
        sorted[next[(int) (rangeOf(key) - least)]++] = key;
      }
      return sorted;
    }

    private void take(FloatBuffer samples, long[] order) {
      int begin = 0;
      for (int i = 1; i <= order.length; i++) {
        if (i == order.length || rangeOf(order[i]) != rangeOf(order[begin])) {
          int quarter = (i - begin + 3) / 4;
          QuickSelect.select(order, begin, i, begin + quarter - 1);
          // Sums of them depend on their order.
          Arrays.sort(order, begin, begin + quarter);
          for (int j = begin; j < begin + quarter; j++) {
            NoiseSample sample = NoiseSample.read(samples, (int) (order[j] & 0xffff));
            fields[0][count] = sample.brightness();
            fields[1][count] = sample.alone();
            fields[2][count] = sample.small();
            fields[3][count] = sample.large();
            count++;
          }
          ends[ranges] = count;
          wholes[ranges++] = i - begin;
          begin = i;
        }
      }
    }

    /** Takes out of the differences what each range of brightness shares: light, and no noise. */
    private void shareOut() {
      shared = new double[ranges];
      double ofAll = median(3, 0, count);
      for (int r = 0; r < ranges; r++) {
        int begin = begin(r);
        shared[r] = ends[r] - begin >= LEAST_OF_RANGE ? median(3, begin, ends[r]) : ofAll;
        for (int field = 1; field < fields.length; field++) {
          for (int i = begin; i < ends[r]; i++) {
            fields[field][i] = (float) Math.abs(fields[field][i] - shared[r]);
          }
        }
      }
    }

    private int begin(int range) {
      return range == 0 ? 0 : ends[range - 1];
    }

    /** Mean square of what ranges of brightness share. */
    double sharedSquare() {
      double sum = 0;
      double weight = 0;
      for (int r = 0; r < ranges; r++) {
        sum += wholes[r] * shared[r] * shared[r];
        weight += wholes[r];
      }
      return sum / weight;
    }

    private double median(int field, int begin, int end) {
      return QuickSelect.median(fields[field], begin, end);
    }

    double variance(int field) {
      return variance(field, 0, count);
    }

    private double variance(int field, int begin, int end) {
      double deviation = median(field, begin, end) / MEDIAN_OF_NORMAL;
      return deviation * deviation;
    }

    private double mean(int field, int begin, int end) {
      double sum = 0;
      for (int i = begin; i < end; i++) {
        sum += fields[field][i];
      }
      return sum / (end - begin);
    }

    /** Fits a line to the variances of ranges of brightness, weighted by their samples. */
    void fit(double whole) {
      double[] brightness = new double[ranges];
      double[] relative = new double[ranges];
      double[] weights = new double[ranges];
      int used = 0;
      for (int r = 0; r < ranges && whole > 0; r++) {
        int begin = begin(r);
        if (ends[r] - begin >= LEAST_OF_RANGE) {
          double square = shared[r] * shared[r];
          double ratio = square(variance(2, begin, ends[r]), SMALL_DEVIATIONS, square) / whole;
          brightness[used] = mean(0, begin, ends[r]);
          relative[used] = Math.max(LEAST_RELATIVE, Math.min(MOST_RELATIVE, ratio));
          weights[used++] = wholes[r];
        }
      }
      line(brightness, relative, weights, used);
    }

    private void line(double[] x, double[] y, double[] weights, int used) {
      double weight = 0;
      double meanX = 0;
      double meanY = 0;
      for (int i = 0; i < used; i++) {
        weight += weights[i];
        meanX += (x[i] - meanX) * weights[i] / weight;
        meanY += (y[i] - meanY) * weights[i] / weight;
      }
      double squares = 0;
      double products = 0;
      for (int i = 0; i < used; i++) {
        squares += weights[i] * (x[i] - meanX) * (x[i] - meanX);
        products += weights[i] * (x[i] - meanX) * (y[i] - meanY);
      }
      double fitted = products / squares;
      if (Double.isFinite(fitted) && Double.isFinite(meanX)) {
        slope = fitted;
        middle = meanX;
      }
    }
  }
}

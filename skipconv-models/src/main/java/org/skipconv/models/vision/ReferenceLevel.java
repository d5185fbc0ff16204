package org.skipconv.models.vision;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One level of a picture that others are aligned with: in each square of 2x2 pixels the one with
 * the steepest slope, its grey level and its slope.
 *
 * <p>A step is one of inverse compositional Lucas and Kanade: with residuals {@code e = I(W z) -
 * T(z) - median}, it solves {@code sum w g g' d = sum w g e} for a small similarity d, where g is
 * what T changes by along each parameter, and w Tukey's weights, which leave out what moves by
 * itself. Not thread-safe.
 */
final class ReferenceLevel {
  /** Tukey's bound, in deviations. */
  private static final double BOUND = 4;

  /** From the median distance to a standard deviation. */
  private static final double NORMAL = 1.4826;

  /** More counts as movement, of which a large one would else widen the bound until it fits in. */
  private static final double MOST_DEVIATION = 6;

  private static final double LEAST_DEVIATION = 3;

  private static final int BLURRED = 2;

  private final int height;
  private final int width;
  private final float centreX;
  private final float centreY;

  /** Places, from the centre. */
  private final float[] xs;

  private final float[] ys;
  private final float[] values;
  private final float[] slopeX;
  private final float[] slopeY;
  private final float[] residuals;
  private final float[] otherResiduals;
  private final boolean[] inView;
  private final boolean[] inOtherView;
  private final ResidualHistogram histogram;
  private final double[] sums = new double[14];
  private int left;
  private int top;
  private int right;
  private int bottom;
  private int count;
  private float median;
  private double deviation;
  private double inliers;

  ReferenceLevel(GreyPyramid.PyramidLevel level, ResidualHistogram histogram) {
    height = level.height();
    width = level.width();
    centreX = (width - 1) / 2f;
    centreY = (height - 1) / 2f;
    int most = Math.max(0, (height - 2) / 2) * Math.max(0, (width - 2) / 2);
    xs = new float[most];
    ys = new float[most];
    values = new float[most];
    slopeX = new float[most];
    slopeY = new float[most];
    residuals = new float[most];
    otherResiduals = new float[most];
    inView = new boolean[most];
    inOtherView = new boolean[most];
    this.histogram = histogram;
  }

  /** Makes a picture the one that others are aligned with, as far as it lies between its bars. */
  void take(GreyPyramid.PyramidLevel level, BlackBars bars) {
    float[] grey = level.grey();
    count = 0;
    // Pixels beside a bar have some of it in them.
    left = bars.left() == 0 ? 0 : bars.left() + BLURRED;
    top = bars.top() == 0 ? 0 : bars.top() + BLURRED;
    right = bars.right() == width ? width : bars.right() - BLURRED;
    bottom = bars.bottom() == height ? height : bars.bottom() - BLURRED;
    for (int y = top + 1; y + 2 < bottom; y += 2) {
      for (int x = left + 1; x + 2 < right; x += 2) {
        int best = y * width + x;
        float steepest = -1;
        for (int k = 0; k < 4; k++) {
          int at = (y + (k >> 1)) * width + x + (k & 1);
          float dx = grey[at + 1] - grey[at - 1];
          float dy = grey[at + width] - grey[at - width];
          float slope = dx * dx + dy * dy;
          if (slope > steepest) {
            steepest = slope;
            best = at;
          }
        }
        int row = best / width;
        xs[count] = best - row * width - centreX;
        ys[count] = row - centreY;
        values[count] = grey[best];
        slopeX[count] = (grey[best + 1] - grey[best - 1]) / 2;
        slopeY[count] = (grey[best + width] - grey[best - width]) / 2;
        count++;
      }
    }
  }

  /**
   * Measures how another picture differs.
   *
   * @param gain brightness of the other picture over this one's
   * @return median distance of the residuals from their median, infinite when too little is in view
   */
  double compare(GreyPyramid.PyramidLevel level, Similarity way, double gain) {
    float bright = (float) gain;
    float[] grey = level.grey();
    float re = (float) (1 + way.a());
    float im = (float) way.b();
    float movedX = (float) way.x() + centreX;
    float movedY = (float) way.y() + centreY;
    histogram.clear();
    for (int i = 0; i < count; i++) {
      float x = re * xs[i] - im * ys[i] + movedX;
      float y = im * xs[i] + re * ys[i] + movedY;
      boolean seen = x >= left && y >= top && x < right - 1 && y < bottom - 1;
      inView[i] = seen;
      if (seen) {
        int column = (int) x;
        int row = (int) y;
        float fx = x - column;
        float fy = y - row;
        int at = row * width + column;
        float upper = grey[at] + fx * (grey[at + 1] - grey[at]);
        float lower = grey[at + width] + fx * (grey[at + width + 1] - grey[at + width]);
        float residual = upper + fy * (lower - upper) - bright * values[i];
        residuals[i] = residual;
        histogram.add(residual);
      }
    }
    if (histogram.total() < 8 || 3 * histogram.total() < count) {
      deviation = Double.POSITIVE_INFINITY;
      return deviation;
    }
    median = histogram.median();
    deviation = histogram.deviation();
    return deviation;
  }

  /**
   * Lets the tiles of another picture vote on two ways in which it may lie.
   *
   * @param gain brightness of the other picture over this one's
   */
  void vote(
      GreyPyramid.PyramidLevel level, Similarity one, Similarity other, double gain, TileVote to) {
    compare(level, other, gain);
    System.arraycopy(residuals, 0, otherResiduals, 0, count);
    System.arraycopy(inView, 0, inOtherView, 0, count);
    compare(level, one, gain);
    to.clear();
    for (int i = 0; i < count; i++) {
      if (inView[i] && inOtherView[i]) {
        int y = (int) (ys[i] + centreY);
        int x = (int) (xs[i] + centreX);
        float expected = (float) gain * values[i];
        to.add(y, x, values[i], residuals[i] + expected, otherResiduals[i] + expected);
      }
    }
    to.count();
  }

  /** Error of the last comparison's gain, of the pixels that go with the rest. */
  double gainError() {
    double bound = BOUND * scale();
    double sum = 0;
    int within = 0;
    for (int i = 0; i < count; i++) {
      if (inView[i] && Math.abs(residuals[i] - median) < bound) {
        sum += values[i];
        within++;
      }
    }
    double mean = sum / Math.max(1, within);
    double both = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      if (inView[i] && Math.abs(residuals[i] - median) < bound) {
        double bright = values[i] - mean;
        both += bright * (residuals[i] - median);
        squares += bright * bright;
      }
    }
    return squares > within ? both / squares : 0;
  }

  private double scale() {
    return Math.max(LEAST_DEVIATION, Math.min(MOST_DEVIATION, NORMAL * deviation));
  }

  /** Share of the pixels in view that the last step found to go with the rest. */
  double inliers() {
    return inliers;
  }

  /**
   * One step, after a comparison.
   *
   * @param turning whether zoom and rotation are looked for, too
   * @return what the way to the other picture is off by; null when the picture does not say
   */
  @Nullable Similarity step(boolean turning) {
    if (Double.isInfinite(deviation)) {
      return null;
    }
    float bound = (float) (BOUND * scale());
    return turning ? turn(bound) : shift(bound);
  }

  private @Nullable Similarity shift(float bound) {
    float xx = 0;
    float xy = 0;
    float yy = 0;
    float ex = 0;
    float ey = 0;
    int within = 0;
    for (int i = 0; i < count; i++) {
      float e = residuals[i] - median;
      float u = e / bound;
      float v = 1 - u * u;
      if (inView[i] && v > 0) {
        float w = v * v;
        float gx = slopeX[i];
        float gy = slopeY[i];
        xx += w * gx * gx;
        xy += w * gx * gy;
        yy += w * gy * gy;
        ex += w * gx * e;
        ey += w * gy * e;
        within++;
      }
    }
    inliers = (double) within / histogram.total();
    double det = (double) xx * yy - (double) xy * xy;
    if (!(det > 1e-4 * xx * yy) || within < 8) {
      return null;
    }
    return Similarity.shift((yy * ex - xy * ey) / det, (xx * ey - xy * ex) / det);
  }

  private @Nullable Similarity turn(float bound) {
    Arrays.fill(sums, 0);
    int within = 0;
    for (int i = 0; i < count; i++) {
      float e = residuals[i] - median;
      float u = e / bound;
      float v = 1 - u * u;
      if (inView[i] && v > 0) {
        float w = v * v;
        float gx = slopeX[i];
        float gy = slopeY[i];
        float ga = gx * xs[i] + gy * ys[i];
        float gb = gy * xs[i] - gx * ys[i];
        sums[0] += w * gx * gx;
        sums[1] += w * gx * gy;
        sums[2] += w * gx * ga;
        sums[3] += w * gx * gb;
        sums[4] += w * gy * gy;
        sums[5] += w * gy * ga;
        sums[6] += w * gy * gb;
        sums[7] += w * ga * ga;
        sums[8] += w * ga * gb;
        sums[9] += w * gb * gb;
        sums[10] += w * gx * e;
        sums[11] += w * gy * e;
        sums[12] += w * ga * e;
        sums[13] += w * gb * e;
        within++;
      }
    }
    inliers = (double) within / histogram.total();
    return within < 8 ? null : Cholesky.solve(sums);
  }
}

package org.skipconv.gates;

import java.util.List;

/**
 * Small learned function of what is around a pixel: how much easier it opens than a threshold alone
 * would open it.
 *
 * <pre>
 *   c = sum over units j of  weight_j * max(0, bias_j + ofLargest_j * L + ofMean_j * M + ofPicture_j * P)
 *
 *   L = ln(largest S of the 3x3 pixels around / S)      M = ln(their mean S / S)
 *   P = ln(1 + 20 * change of the picture under the pixel in this frame)
 * </pre>
 *
 * <p>S is the pixel's pending change, {@link org.skipconv.core.Residual#at}, the picture's change
 * {@link org.skipconv.core.Residual#pictureChange}. Pixels outside the map count 0 in the mean. L,
 * M and P are at most {@link #LARGEST_FEATURE}, and c is between -{@link #REACH} and {@link
 * #REACH}.
 *
 * @param units none for a threshold alone, at most {@link #MOST_UNITS}
 */
public record ContextScore(List<Unit> units) {
  /** Score of no units, always 0. */
  public static final ContextScore NONE = new ContextScore(List.of());

  /** Largest |c|, ln 4: the threshold is at most quartered or quadrupled. */
  public static final double REACH = Math.log(4);

  /** Largest value of L, M and P. */
  public static final double LARGEST_FEATURE = 6;

  /** Factor of the picture's change in P. */
  public static final double PICTURE_GAIN = 20;

  /** Number of features: L, M and P. */
  public static final int FEATURES = 3;

  /** Largest number of units. */
  public static final int MOST_UNITS = 12;

  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final int EXPONENT_BIAS = 1023;
  private static final long ONE = Double.doubleToRawLongBits(1);
  private static final long ROOT_OF_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
  private static final double LN_2 = Math.log(2);

  /** Number of pixels of a neighbourhood, 3x3. */
  private static final int NEIGHBOURS = 9;

  /**
   * Rectified linear unit.
   *
   * @param bias what it adds to the weighted features
   * @param ofLargest factor of L
   * @param ofMean factor of M
   * @param ofPicture factor of P
   * @param weight factor of the unit in the score
   */
  public record Unit(float bias, float ofLargest, float ofMean, float ofPicture, float weight) {
    /** Refuses numbers that are not finite. */
    public Unit {
      for (float each : new float[] {bias, ofLargest, ofMean, ofPicture, weight}) {
        if (!Float.isFinite(each)) {
          throw new IllegalArgumentException(
              "the numbers of a context must be finite, but one is " + each);
        }
      }
    }
  }

  /** Refuses more units than {@link #MOST_UNITS}. */
  public ContextScore {
    units = List.copyOf(units);
    if (units.size() > MOST_UNITS) {
      throw new IllegalArgumentException(
          "a context has at most " + MOST_UNITS + " units, but this one has " + units.size());
    }
  }

  /**
   * {@return the multiply-accumulates of a pixel that is scored: the neighbourhood's sum, the
   * units, and their sum; 0 without units}
   */
  public int macsPerPixel() {
    return units.isEmpty() ? 0 : NEIGHBOURS + units.size() * (FEATURES + 1);
  }

  /**
   * The score of a pixel.
   *
   * @param pending S, above 0
   * @param largest S of the 3x3 pixels around
   * @param sum of S of the 3x3 pixels around
   * @param picture change of the picture under the pixel
   * @return not a number when one of them is
   */
  double of(double pending, double largest, double sum, double picture) {
    double l = largest == pending ? 0 : Math.min(LARGEST_FEATURE, log(largest / pending));
    double m = Math.min(LARGEST_FEATURE, log(sum / (NEIGHBOURS * pending)));
    // Most of a scene stands still.
    double p = picture == 0 ? 0 : Math.min(LARGEST_FEATURE, log(1 + PICTURE_GAIN * picture));
    double score = 0;
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      double in = unit.bias() + unit.ofLargest() * l + unit.ofMean() * m + unit.ofPicture() * p;
      score += unit.weight() * Math.max(0, in);
    }
    return Math.max(-REACH, Math.min(REACH, score));
  }

  /**
   * The natural logarithm of a normal number to 1e-6, some times as fast as {@link Math#log}:
   * {@code ln(2^e m) = e ln 2 + 2 artanh((m - 1) / (m + 1))}, m between the roots of 1/2 and 2.
   */
  static double log(double x) {
    if (!(x < Double.POSITIVE_INFINITY)) {
      return x;
    }
    // Adding what the root of 1/2 lacks to 1 carries into the exponent from that root on.
    long bits = Double.doubleToRawLongBits(x) + (ONE - ROOT_OF_HALF);
    int exponent = (int) (bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    double m = Double.longBitsToDouble((bits & MANTISSA) + ROOT_OF_HALF);
    double s = (m - 1) / (m + 1);
    double s2 = s * s;
    return exponent * LN_2 + 2 * s * (1 + s2 * (1.0 / 3 + s2 * (1.0 / 5 + s2 / 7)));
  }
}

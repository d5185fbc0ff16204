package org.skipconv.core.graph;

/**
 * Lines (rows or columns) of one map that one line of another stands for, as a fraction in lowest
 * terms. {@link #NONE} where there is no such number, as between a picture and the mean over it.
 *
 * @param over numerator, lines of the one map
 * @param under denominator, lines of the other
 */
public record Pace(long over, long under) {
  /** No pace at all. */
  public static final Pace NONE = new Pace(0, 1);

  /** One line for each. */
  public static final Pace ONE = new Pace(1, 1);

  /** The fraction in lowest terms. */
  static Pace of(long over, long under) {
    long common = greatestCommonDivisor(over, under);
    return new Pace(over / common, under / common);
  }

  /** The pace of one map against a third one, given that of the second against the third. */
  Pace times(Pace other) {
    return equals(NONE) || other.equals(NONE)
        ? NONE
        : of(Math.multiplyExact(over, other.over), Math.multiplyExact(under, other.under));
  }

  /** {@return the number of lines where it is whole, else 0} */
  public int whole() {
    return under == 1 ? Math.toIntExact(over) : 0;
  }

  static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}

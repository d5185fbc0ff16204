package org.skipconv.core.testing;

import org.skipconv.core.internal.kernel.Plane;

/** How far a float32 sum may be from the exact one. */
public final class Tolerance {
  /** Half the distance of two neighbouring floats at 1: the largest error of one rounding. */
  public static final double EPSILON = 0x1p-24;

  private Tolerance() {}

  /**
   * Allowed error of a sum of products. Roundings are as good as random, so that they add up like
   * the square root of their number; a forgotten or doubled term is orders of magnitude above it.
   *
   * @param sumOfAbs sum of |x_i * w_i|
   * @param terms number of products
   */
  public static double ofSum(double sumOfAbs, int terms) {
    return (6 + 2 * Math.sqrt(terms)) * EPSILON * sumOfAbs + Float.MIN_VALUE;
  }

  /**
   * Error that storing adds: where a sum is off by little, it may be rounded to the bfloat16 beside
   * the right one.
   */
  public static double ofStoring(Plane plane, double value) {
    boolean rounds = plane.element() == Plane.Element.BFLOAT16;
    return rounds ? 0x1p-7 * Math.abs(value) + Float.MIN_NORMAL : 0;
  }

  /** Throws unless the two are at most so far apart; NaN is never right. */
  public static void check(String what, double got, double expected, double allowed) {
    if (!(Math.abs(got - expected) <= allowed)) {
      throw new AssertionError(
          what
              + ": got "
              + got
              + ", expected "
              + expected
              + ", difference "
              + Math.abs(got - expected)
              + " is above "
              + allowed);
    }
  }
}

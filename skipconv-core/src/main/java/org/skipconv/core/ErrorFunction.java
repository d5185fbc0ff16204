package org.skipconv.core;

/** The error function, in double precision to a few units of the last place. */
final class ErrorFunction {
  /** From here on the continued fraction is the better of the two. */
  private static final double LARGE = 2.5;

  private static final double SQRT_PI = Math.sqrt(Math.PI);

  /** So that the fraction is exact from {@link #LARGE} on. */
  private static final int FRACTION_TERMS = 80;

  private ErrorFunction() {}

  /** {@code erf(x)} */
  static double of(double x) {
    if (Math.abs(x) < LARGE) {
      return series(x);
    }
    return x < 0 ? complement(-x) - 1 : 1 - complement(x);
  }

  /** {@code 1 - erf(x)} */
  static double complement(double x) {
    if (x < -LARGE) {
      return 2 - fraction(-x);
    }
    return x < LARGE ? 1 - series(x) : fraction(x);
  }

  /** {@code 2 / sqrt(pi) * exp(-x^2) * (x + 2/3 x^3 + 4/15 x^5 + ...)}, terms of one sign. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * Math.exp(-x * x) * sum;
  }

  /** {@code exp(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...))))} */
  private static double fraction(double x) {
    double below = x;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      below = x + k / 2.0 / below;
    }
    return Math.exp(-x * x) / SQRT_PI / below;
  }
}

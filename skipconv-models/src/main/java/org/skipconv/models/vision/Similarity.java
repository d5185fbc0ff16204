package org.skipconv.models.vision;

/**
 * A way from one picture to another, about its centre: point z, as a complex number, goes to {@code
 * (1 + a + ib) z + x + iy}. Immutable.
 *
 * @param x displacement to the right
 * @param y displacement downwards
 * @param a zoom: 0.01 enlarges by a hundredth
 * @param b rotation in radians, clockwise
 */
record Similarity(double x, double y, double a, double b) {
  static final Similarity NONE = new Similarity(0, 0, 0, 0);

  static Similarity shift(double x, double y) {
    return new Similarity(x, y, 0, 0);
  }

  /** The same between pictures of another size. */
  Similarity scaled(double factor) {
    return new Similarity(x * factor, y * factor, a, b);
  }

  Similarity moved(double right, double down) {
    return new Similarity(x + right, y + down, a, b);
  }

  /** This after the inverse of a small one. */
  Similarity after(Similarity small) {
    double re = 1 + small.a;
    double im = small.b;
    double norm = re * re + im * im;
    double newA = ((1 + a) * re + b * im) / norm;
    double newB = (b * re - (1 + a) * im) / norm;
    double newX = x - (small.x * newA - small.y * newB);
    double newY = y - (small.x * newB + small.y * newA);
    return new Similarity(newX, newY, newA - 1, newB);
  }

  /** Distance that a point at a radius from the centre goes at most. */
  double reach(double radius) {
    return Math.hypot(x, y) + Math.hypot(a, b) * radius;
  }
}

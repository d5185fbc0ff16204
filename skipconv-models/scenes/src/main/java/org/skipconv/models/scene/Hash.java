package org.skipconv.models.scene;

/** Random numbers that need no memory: the same for the same arguments, on every machine. */
final class Hash {
  private Hash() {}

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014) over both numbers. */
  static long mix(long a, long b) {
    long z = a + 0x9e3779b97f4a7c15L * (b + 1);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Evenly in [0, 1). */
  static double unit(long a, long b) {
    return (mix(a, b) >>> 11) * 0x1.0p-53;
  }

  /** Evenly in [0, 1), for the points of a lattice. */
  static double lattice(long seed, int x, int y) {
    return unit(seed, ((long) x << 32) ^ (y & 0xffffffffL));
  }

  /** Smooth in x and y, with bumps about 1 wide, in [0, 1]. */
  static double smooth(long seed, double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double u = ease(x - x0);
    double v = ease(y - y0);
    double top = lattice(seed, x0, y0) * (1 - u) + lattice(seed, x0 + 1, y0) * u;
    double bottom = lattice(seed, x0, y0 + 1) * (1 - u) + lattice(seed, x0 + 1, y0 + 1) * u;
    return top * (1 - v) + bottom * v;
  }

  /** From 0 to 1, flat at both ends. */
  static double ease(double t) {
    double c = Math.max(0, Math.min(1, t));
    return c * c * (3 - 2 * c);
  }
}

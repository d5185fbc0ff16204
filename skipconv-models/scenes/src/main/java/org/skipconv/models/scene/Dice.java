package org.skipconv.models.scene;

/**
 * A sequence of random numbers that is the same with every Java: the bounded draws of {@code
 * SplittableRandom} are not specified to the bit.
 */
final class Dice {
  private final long seed;
  private long drawn;

  Dice(long seed) {
    this.seed = seed;
  }

  long nextLong() {
    return Hash.mix(seed, drawn++);
  }

  /** Evenly in [0, 1). */
  double nextDouble() {
    return Hash.unit(seed, drawn++);
  }

  double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /** 0 to bound - 1. */
  int nextInt(int bound) {
    return (int) (bound * nextDouble());
  }

  boolean nextBoolean() {
    return nextInt(2) == 0;
  }
}

package org.skipconv.models.scene;

import java.util.Random;

/**
 * Gaussian noise. Drawing each value anew would cost more than all the rest of a frame, so rows are
 * cut at random places from a supply large enough that no row comes again within thousands.
 */
final class SensorNoise {
  private static final int SUPPLY = 1 << 18;
  private static final long ROWS = 0x6e6f697365L;
  private final long seed;
  private final float[] supply;

  SensorNoise(long seed, double sigma, int rowLength) {
    this.seed = seed ^ ROWS;
    supply = new float[SUPPLY + rowLength];
    if (sigma > 0) {
      // java.util.Random's Gaussian is specified to the bit, RandomGenerator's is not.
      Random random = new Random(this.seed);
      for (int i = 0; i < supply.length; i++) {
        supply[i] = (float) (sigma * random.nextGaussian());
      }
    }
  }

  float[] supply() {
    return supply;
  }

  /** Start of a frame's row in the supply of noise. */
  int row(int frame, int y) {
    return (int) (Hash.mix(Hash.mix(seed, frame), y) >>> 46);
  }
}

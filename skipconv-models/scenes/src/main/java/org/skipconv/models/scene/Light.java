package org.skipconv.models.scene;

/**
 * Factor of every pixel.
 *
 * @param drift amplitude of the slow change, relative
 * @param period of the slow change, frames
 * @param flicker how much of the lamp's light comes and goes, 0 to 1
 */
record Light(double drift, int period, double flicker) {
  /** Addition of the lamp where it shines brightest, relative. */
  private static final double LAMP = 0.25;

  private static final long FLICKER = 0x6c616d70;

  double sun(int frame) {
    return 1 + drift * StrictMath.sin(2 * Math.PI * (frame % period) / period);
  }

  double lamp(long seed, int frame) {
    return LAMP * (1 - flicker * Hash.unit(seed ^ FLICKER, frame));
  }
}

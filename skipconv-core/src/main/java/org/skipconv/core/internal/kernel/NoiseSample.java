package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Difference between the luma of one place and that of the frame before.
 *
 * @param brightness mean luma of 3x3 pixels
 * @param slope square of the brightness's gradient, over 4 pixels
 * @param alone difference of the pixel
 * @param small mean difference of 3x3 pixels
 * @param large mean difference of 7x7 pixels
 */
public record NoiseSample(float brightness, float slope, float alone, float small, float large) {
  /** Floats of a sample. */
  public static final int FIELDS = 5;

  /** Returns a sample that a kernel has written. */
  public static NoiseSample read(FloatBuffer samples, int index) {
    int at = index * FIELDS;
    return new NoiseSample(
        samples.get(at),
        samples.get(at + 1),
        samples.get(at + 2),
        samples.get(at + 3),
        samples.get(at + 4));
  }

  /** Writes this sample as a kernel does. */
  public void write(FloatBuffer samples, int index) {
    samples.put(index * FIELDS, new float[] {brightness, slope, alone, small, large});
  }
}

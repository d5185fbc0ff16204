package org.skipconv.bench.cli.command;

import org.skipconv.core.InputThreshold;

/**
 * Input threshold as the command line writes it.
 *
 * @param deviations standard deviations of pixels, null when the noise is measured
 */
record NoiseChoice(Float deviations) {
  static final NoiseChoice AUTO = new NoiseChoice(null);

  static NoiseChoice parse(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    try {
      return new NoiseChoice(Float.valueOf(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "no input threshold \"" + text + "\"; allowed: auto, or a number of 0 or more", e);
    }
  }

  /**
   * The threshold.
   *
   * @param deviation size of a standard deviation of pixels in the network's input
   */
  InputThreshold threshold(float deviation) {
    return deviations == null
        ? InputThreshold.automatic()
        : InputThreshold.fixed(deviations * deviation);
  }
}

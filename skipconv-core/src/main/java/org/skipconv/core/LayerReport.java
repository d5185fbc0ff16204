package org.skipconv.core;

import java.time.Duration;
import java.util.Locale;

/**
 * Work of one convolution in one frame.
 *
 * @param name of the layer
 * @param openPixels output pixels that were computed
 * @param pixels output pixels in all
 * @param macs what that cost
 * @param time spent in the layer's kernel, deciding not included
 */
public record LayerReport(String name, int openPixels, int pixels, MacCount macs, Duration time) {

  /** {@return {@code openPixels / pixels}} */
  public double openShare() {
    return (double) openPixels / pixels;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d of %d pixels, %.3f ms",
        name,
        openPixels,
        pixels,
        time.toNanos() / 1e6);
  }
}

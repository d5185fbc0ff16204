package org.skipconv.core;

/**
 * What one convolution did in one frame.
 *
 * @param name of the layer
 * @param openPixels output pixels that were computed
 * @param pixels output pixels in all
 * @param macs what that cost
 */
public record LayerReport(String name, int openPixels, int pixels, MacCount macs) {

  /** {@code openPixels / pixels}. */
  public double openShare() {
    return (double) openPixels / pixels;
  }
}

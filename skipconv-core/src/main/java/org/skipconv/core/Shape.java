package org.skipconv.core;

/**
 * Channels, height and width of a map; the batch is always 1.
 *
 * @param channels number of channels
 * @param height number of rows
 * @param width number of columns
 */
public record Shape(int channels, int height, int width) {

  /** Refuses impossible values. */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "channels, height and width must be at least 1, but are "
              + channels
              + ", "
              + height
              + ", "
              + width);
    }
  }

  /** {@return the number of pixels, {@code height * width}} */
  public int pixels() {
    return Math.multiplyExact(height, width);
  }

  /** {@return the number of values, {@code channels * height * width}} */
  public long elements() {
    return (long) channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}

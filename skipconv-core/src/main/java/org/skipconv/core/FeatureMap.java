package org.skipconv.core;

import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * Values that a network computed: one for each channel of each pixel; read only. A map of a {@link
 * VideoSession} is a view: the session's next frame writes over what it shows. It may be kept and
 * read for ever, also when the session has been closed; it then shows what was there last.
 */
public interface FeatureMap {
  /** {@return the channels, height and width} */
  Shape shape();

  /**
   * {@return one value}
   *
   * @param channel from 0
   * @param y row
   * @param x column
   * @throws IndexOutOfBoundsException when it lies outside the map
   */
  float get(int channel, int y, int x);

  /**
   * Reads all channels of one pixel: the fast way to look at many values.
   *
   * @param y row
   * @param x column
   * @param channels takes the values, at least as many as the map has channels
   * @throws IndexOutOfBoundsException when the pixel lies outside the map, or the array is too
   *     small
   */
  void read(int y, int x, float[] channels);

  /**
   * Copies all values in the order of rows, columns and channels (NHWC) to where the buffer stands,
   * which moves on after the last.
   *
   * @param nhwc takes the values
   * @throws BufferOverflowException when the buffer has no room for them; nothing is copied then
   */
  default void copyTo(FloatBuffer nhwc) {
    if (nhwc.remaining() < shape().elements()) {
      throw new BufferOverflowException();
    }
    float[] pixel = new float[shape().channels()];
    for (int y = 0; y < shape().height(); y++) {
      for (int x = 0; x < shape().width(); x++) {
        read(y, x, pixel);
        nhwc.put(pixel);
      }
    }
  }

  /**
   * Copies some channels of every pixel, in the order of rows and columns.
   *
   * @param channel first of the channels
   * @param count number of channels
   * @param values takes them
   * @param first index among the values of the first pixel's
   * @param step values from one pixel's to the next one's, not negative
   * @throws IndexOutOfBoundsException when the map lacks a channel, or the array a place; nothing
   *     is copied then
   */
  default void copyTo(int channel, int count, float[] values, int first, int step) {
    Shape shape = shape();
    Objects.checkFromIndexSize(channel, count, shape.channels());
    Objects.checkIndex(step, Integer.MAX_VALUE);
    long taken = (shape.pixels() - 1L) * step + count;
    Objects.checkFromIndexSize((long) first, taken, (long) values.length);
    for (int y = 0, at = first; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++, at += step) {
        for (int c = 0; c < count; c++) {
          values[at + c] = get(channel + c, y, x);
        }
      }
    }
  }

  /**
   * Copies all values in the order of channels, rows and columns (NCHW).
   *
   * @return a new array
   */
  default float[] toArray() {
    Shape shape = shape();
    float[] values = new float[Math.toIntExact(shape.elements())];
    float[] pixel = new float[shape.channels()];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        read(y, x, pixel);
        for (int c = 0; c < pixel.length; c++) {
          values[(c * shape.height() + y) * shape.width() + x] = pixel[c];
        }
      }
    }
    return values;
  }
}

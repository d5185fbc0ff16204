package org.skipconv.core;

import java.nio.FloatBuffer;

/**
 * A map of a {@link VideoSession}: NHWC float32 outside the Java heap, updated in place frame by
 * frame, with a zero border as wide as its consumers need. Lives as long as its session.
 */
public final class FeatureMap {
  private final Shape shape;
  private final FloatBuffer memory;
  private final long address;
  private final int origin;
  private final int rowStride;
  private final int pixelStride;

  /**
   * Meant for the engine.
   *
   * @param memory all of the map, border included
   * @param address of the memory's first value
   * @param origin index of channel 0 of pixel (0, 0)
   * @param rowStride values between two rows
   * @param pixelStride values between two pixels of a row, at least the number of channels
   */
  public FeatureMap(
      Shape shape, FloatBuffer memory, long address, int origin, int rowStride, int pixelStride) {
    this.shape = shape;
    this.memory = memory;
    this.address = address;
    this.origin = origin;
    this.rowStride = rowStride;
    this.pixelStride = pixelStride;
  }

  public Shape shape() {
    return shape;
  }

  /** One value. */
  public float get(int channel, int y, int x) {
    if (channel < 0 || channel >= shape.channels()) {
      throw new IndexOutOfBoundsException("channel " + channel + " of " + shape);
    }
    return memory.get(index(y, x) + channel);
  }

  /** Index in {@link #memory()} of channel 0 of a pixel. */
  public int index(int y, int x) {
    if (y < 0 || y >= shape.height() || x < 0 || x >= shape.width()) {
      throw new IndexOutOfBoundsException("pixel " + y + ", " + x + " of " + shape);
    }
    return origin + y * rowStride + x * pixelStride;
  }

  /** The values in NCHW order, copied. */
  public float[] toArray() {
    float[] values = new float[Math.toIntExact(shape.elements())];
    int i = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          values[i++] = memory.get(origin + y * rowStride + x * pixelStride + c);
        }
      }
    }
    return values;
  }

  /** All of the map's memory, border included; read only outside the engine. */
  public FloatBuffer memory() {
    return memory;
  }

  /** Address of the first value of {@link #memory()}. */
  public long address() {
    return address;
  }

  public int origin() {
    return origin;
  }

  public int rowStride() {
    return rowStride;
  }

  public int pixelStride() {
    return pixelStride;
  }
}

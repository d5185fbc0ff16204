package org.skipconv.core.internal.kernel;

import org.skipconv.core.Shape;

/**
 * A frame in somebody else's memory, float32.
 *
 * @param address of channel 0 of pixel (0, 0)
 * @param channelStride floats between two channels
 * @param rowStride floats between two rows
 * @param pixelStride floats between two pixels of a row
 */
public record RawFrame(long address, long channelStride, long rowStride, long pixelStride) {
  /**
   * A frame whose values lie together.
   *
   * @param channelsLast whether they come in the order of rows, columns and channels
   */
  static RawFrame of(long address, Shape shape, boolean channelsLast) {
    return channelsLast
        ? new RawFrame(address, 1, (long) shape.width() * shape.channels(), shape.channels())
        : new RawFrame(address, shape.pixels(), shape.width(), 1);
  }

  /** Floats from channel 0 of pixel (0, 0) to a value. */
  int index(int channel, int y, int x) {
    return Math.toIntExact(channel * channelStride + y * rowStride + x * pixelStride);
  }
}

package org.skipconv.core.internal.kernel;

/**
 * A frame in somebody else's memory, float32.
 *
 * @param address of channel 0 of pixel (0, 0)
 * @param channelStride floats between two channels
 * @param rowStride floats between two rows
 * @param pixelStride floats between two pixels of a row
 */
public record RawFrame(long address, long channelStride, long rowStride, long pixelStride) {
  /** Floats from channel 0 of pixel (0, 0) to a value. */
  long index(int channel, int y, int x) {
    return channel * channelStride + y * rowStride + x * pixelStride;
  }
}

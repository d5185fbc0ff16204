package org.skipconv.core.internal.kernel;

import org.skipconv.core.FeatureMap;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;

/** How feature maps are laid out in memory. */
public final class Maps {
  /**
   * Channels of a pixel are padded with zeros to a multiple of this, the widest register of any
   * tier.
   */
  public static final int CHANNEL_ALIGNMENT = 16;

  private Maps() {}

  public static int alignedChannels(int channels) {
    return (channels + CHANNEL_ALIGNMENT - 1) / CHANNEL_ALIGNMENT * CHANNEL_ALIGNMENT;
  }

  /** Floats of a map with a border of the given width. */
  public static long floats(Shape shape, Padding.Explicit border, int pixelStride) {
    long columns = (long) shape.width() + border.left() + border.right();
    long rows = (long) shape.height() + border.top() + border.bottom();
    return rows * columns * pixelStride;
  }

  /** A map over memory of at least {@link #floats} floats. */
  public static FeatureMap over(
      Memory memory, Shape shape, Padding.Explicit border, int pixelStride) {
    int rowStride = (shape.width() + border.left() + border.right()) * pixelStride;
    int origin = border.top() * rowStride + border.left() * pixelStride;
    return new FeatureMap(shape, memory.floats(), memory.address(), origin, rowStride, pixelStride);
  }

  /** Address of channel 0 of pixel (0, 0). */
  static long originAddress(FeatureMap map) {
    return map.address() + (long) map.origin() * Float.BYTES;
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import org.skipconv.core.Tensor;

/**
 * A convolution of |x| to one channel, bound to a map.
 *
 * @param window kernel, stride, padding and dilation; the groups are ignored, all channels count
 * @param in whose border is as wide as the window needs
 * @param weights packed by {@link #pack}
 * @param list the pixels
 * @param sums one float an entry of the list
 */
public record AbsDotBinding(
    WindowGeometry window, Plane in, Memory weights, Memory list, Memory sums) {

  /** Floats that {@link #pack} fills for windows of this geometry. */
  public static int weightFloats(WindowGeometry window) {
    return window.spec().taps() * Plane.alignedChannels(window.in().channels());
  }

  /**
   * Writes a kernel as [tap][channel], the channels padded with 0 to whole registers.
   *
   * @param weight [1, channels, kernel height, kernel width]
   */
  public static void pack(Tensor weight, Memory packed) {
    int channels = weight.size(1);
    int taps = weight.size(2) * weight.size(3);
    int stride = Plane.alignedChannels(channels);
    FloatBuffer weights = packed.floats();
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < stride; c++) {
        weights.put(tap * stride + c, c < channels ? weight.get(c * taps + tap) : 0);
      }
    }
  }
}

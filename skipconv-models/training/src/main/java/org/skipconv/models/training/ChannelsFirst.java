package org.skipconv.models.training;

import java.nio.FloatBuffer;
import org.skipconv.core.Shape;

/** Changes the order of an input's values. */
final class ChannelsFirst {
  private ChannelsFirst() {}

  /** [C, H, W] out of [H, W, C]. */
  static float[] of(FloatBuffer nhwc, Shape shape) {
    int pixels = shape.pixels();
    int channels = shape.channels();
    float[] all = new float[pixels * channels];
    float[] planes = new float[all.length];
    nhwc.get(0, all);
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        planes[c * pixels + p] = all[p * channels + c];
      }
    }
    return planes;
  }
}

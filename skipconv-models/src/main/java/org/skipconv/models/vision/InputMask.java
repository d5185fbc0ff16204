package org.skipconv.models.vision;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.gates.Regions;

/**
 * Pixels of a network's input that do not count, as runs within its rows. They have the value of
 * what surrounds a picture, which a network takes for nothing.
 */
final class InputMask {
  private final List<Run> runs = new ArrayList<>();
  private final float[] border;

  /** Pixels of one row, by the index of the first. */
  private record Run(int first, int count) {}

  /**
   * The mask of some regions.
   *
   * @param place where the input lies in the picture in which the regions are told
   */
  InputMask(Regions regions, Placement place, PixelSampler sampler) {
    int width = place.inputWidth();
    int longest = 0;
    for (int v = 0; v < place.inputHeight(); v++) {
      double y = place.imageEdgeY(v + 0.5) - 0.5;
      int begin = 0;
      for (int u = 0; u <= width; u++) {
        boolean counts = u == width || regions.counts(place.imageEdgeX(u + 0.5) - 0.5, y);
        if (counts) {
          if (u > begin) {
            runs.add(new Run(v * width + begin, u - begin));
            longest = Math.max(longest, u - begin);
          }
          begin = u + 1;
        }
      }
    }
    border = new float[3 * longest];
    for (int i = 0; i < border.length; i++) {
      border[i] = sampler.border(i % 3);
    }
  }

  void apply(FloatBuffer nhwc) {
    for (Run run : runs) {
      nhwc.put(3 * run.first, border, 0, 3 * run.count);
    }
  }
}

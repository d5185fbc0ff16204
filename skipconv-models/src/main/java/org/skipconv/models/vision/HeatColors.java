package org.skipconv.models.vision;

import java.awt.image.BufferedImage;

/** Values 0 to 1 as colours, clear at 0. */
final class HeatColors {
  /** Red, green and blue from 0 to 1 in equal steps: violet, red, orange, yellow. */
  private static final int[][] RAMP = {
    {90, 20, 160}, {200, 30, 110}, {245, 75, 50}, {255, 150, 30}, {255, 235, 90}
  };

  /** Already this much counts as something and is seen. */
  private static final float VISIBLE = 0.35f;

  private HeatColors() {}

  /** One pixel a value, premultiplied so that resampling leaves no dark rim. */
  static BufferedImage paint(float[][] values) {
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("there are no values to draw");
    }
    int width = values[0].length;
    BufferedImage layer = new BufferedImage(width, values.length, BufferedImage.TYPE_INT_ARGB_PRE);
    for (int y = 0; y < values.length; y++) {
      if (values[y].length != width) {
        throw new IllegalArgumentException(
            "row 0 has " + width + " values, but row " + y + " has " + values[y].length);
      }
      for (int x = 0; x < width; x++) {
        layer.setRGB(x, y, argb(values[y][x]));
      }
    }
    return layer;
  }

  private static int argb(float value) {
    if (!(value > 0)) {
      return 0;
    }
    float v = Math.min(value, 1);
    float at = v * (RAMP.length - 1);
    int low = Math.min((int) at, RAMP.length - 2);
    int color = Math.round(255 * (VISIBLE + (1 - VISIBLE) * v));
    for (int c = 0; c < 3; c++) {
      float blend = RAMP[low][c] + (at - low) * (RAMP[low + 1][c] - RAMP[low][c]);
      color = color << 8 | Math.round(blend);
    }
    return color;
  }
}

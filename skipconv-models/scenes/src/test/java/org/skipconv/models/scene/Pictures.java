package org.skipconv.models.scene;

import org.skipconv.models.vision.RgbImage;

/** Comparisons of pictures for the tests. */
final class Pictures {
  private Pictures() {}

  /** Whether a pixel differs by more than so many grey levels in some channel. */
  static boolean differs(RgbImage a, RgbImage b, int x, int y, int than) {
    int i = 3 * (y * a.width() + x);
    for (int c = i; c < i + 3; c++) {
      if (Math.abs((a.rgb()[c] & 255) - (b.rgb()[c] & 255)) > than) {
        return true;
      }
    }
    return false;
  }

  static double shareChanged(RgbImage a, RgbImage b, int than) {
    int count = 0;
    for (int y = 0; y < a.height(); y++) {
      count += changed(a, b, 0, a.width() - 1, y, y, than);
    }
    return (double) count / (a.height() * a.width());
  }

  /** Pixels that differ in a rectangle, both ends in it. */
  static int changed(RgbImage a, RgbImage b, int x0, int x1, int y0, int y1, int than) {
    int count = 0;
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        count += differs(a, b, x, y, than) ? 1 : 0;
      }
    }
    return count;
  }

  static double mean(RgbImage image) {
    double sum = 0;
    for (byte b : image.rgb()) {
      sum += b & 255;
    }
    return sum / image.rgb().length;
  }
}

package org.skipconv.models.vision;

import java.util.Arrays;

/**
 * A picture as grey levels at a fraction of its size, and halves of that: what its displacement is
 * estimated from. Grey is the green channel, which has most of the light and, in coded video, the
 * least error. Made once for pictures of one size and filled again and again. Not thread-safe.
 */
final class GreyPyramid {
  /** Pixels of the largest level: enough for a few hundredths of a pixel of the picture. */
  private static final int MOST_PIXELS = 50_000;

  private static final int MOST_LEVELS = 4;

  /** A level whose shorter side is less has too few pixels to be halved again. */
  private static final int LEAST_SIDE = 36;

  private final int imageHeight;
  private final int imageWidth;
  private final int factor;
  private final PyramidLevel[] levels;
  private final int[] sums;
  private final float[] row;

  /** Pixels of one level, row by row. */
  static final class PyramidLevel {
    private final int height;
    private final int width;
    private final float[] grey;

    PyramidLevel(int height, int width) {
      this.height = height;
      this.width = width;
      this.grey = new float[height * width];
    }

    int height() {
      return height;
    }

    int width() {
      return width;
    }

    /** The pixels themselves, not a copy. */
    float[] grey() {
      return grey;
    }
  }

  GreyPyramid(int imageHeight, int imageWidth) {
    this.imageHeight = imageHeight;
    this.imageWidth = imageWidth;
    double pixels = (double) imageHeight * imageWidth;
    int wanted = (int) Math.ceil(Math.sqrt(pixels / MOST_PIXELS));
    this.factor = Math.max(1, Math.min(wanted, Math.min(imageHeight, imageWidth)));
    int height = imageHeight / factor;
    int width = imageWidth / factor;
    int count = 1;
    while (count < MOST_LEVELS && Math.min(height, width) >> (count - 1) >= LEAST_SIDE) {
      count++;
    }
    levels = new PyramidLevel[count];
    for (int l = 0; l < count; l++) {
      levels[l] = new PyramidLevel(height >> l, width >> l);
    }
    sums = new int[width];
    row = new float[width];
  }

  /**
   * Number of pixels of the picture, along a side, that a pixel of the largest level stands for.
   */
  int factor() {
    return factor;
  }

  /** Number of levels, the largest is 0. */
  int levels() {
    return levels.length;
  }

  PyramidLevel level(int index) {
    return levels[index];
  }

  /** Fills all levels from a picture of the right size. */
  void fill(RgbImage image) {
    if (image.height() != imageHeight || image.width() != imageWidth) {
      throw new IllegalArgumentException(
          "the pictures are of " + imageHeight + "x" + imageWidth + ", but this is a " + image);
    }
    shrink(image.rgb());
    for (int l = 1; l < levels.length; l++) {
      halve(levels[l - 1], levels[l]);
    }
    for (PyramidLevel level : levels) {
      blur(level);
    }
  }

  /** Mean difference of neighbours in the second level, in grey levels. */
  double meanStep() {
    PyramidLevel level = levels[Math.min(1, levels.length - 1)];
    double sum = 0;
    for (int i = 1; i < level.grey.length; i++) {
      sum += Math.abs(level.grey[i] - level.grey[i - 1]);
    }
    return sum / level.grey.length;
  }

  private void shrink(byte[] rgb) {
    PyramidLevel level = levels[0];
    float share = 1f / (factor * factor);
    for (int y = 0; y < level.height; y++) {
      Arrays.fill(sums, 0);
      for (int dy = 0; dy < factor; dy++) {
        int at = 3 * (y * factor + dy) * imageWidth + 1;
        for (int x = 0; x < level.width; x++) {
          int sum = 0;
          for (int dx = 0; dx < factor; dx++, at += 3) {
            sum += rgb[at] & 0xff;
          }
          sums[x] += sum;
        }
      }
      for (int x = 0; x < level.width; x++) {
        level.grey[y * level.width + x] = sums[x] * share;
      }
    }
  }

  private static void halve(PyramidLevel from, PyramidLevel to) {
    for (int y = 0; y < to.height; y++) {
      int upper = 2 * y * from.width;
      int lower = upper + from.width;
      for (int x = 0; x < to.width; x++) {
        to.grey[y * to.width + x] =
            (from.grey[upper + 2 * x]
                    + from.grey[upper + 2 * x + 1]
                    + from.grey[lower + 2 * x]
                    + from.grey[lower + 2 * x + 1])
                / 4;
      }
    }
  }

  /** Weights 1, 2, 1 along both sides; the outermost pixels stay as they are along that side. */
  private void blur(PyramidLevel level) {
    int width = level.width;
    float[] grey = level.grey;
    for (int at = 0; at < grey.length; at += width) {
      float before = grey[at];
      for (int x = at + 1; x < at + width - 1; x++) {
        float here = grey[x];
        grey[x] = (before + 2 * here + grey[x + 1]) / 4;
        before = here;
      }
    }
    System.arraycopy(grey, 0, row, 0, width);
    for (int at = width; at < grey.length - width; at += width) {
      for (int x = 0; x < width; x++) {
        float here = grey[at + x];
        grey[at + x] = (row[x] + 2 * here + grey[at + x + width]) / 4;
        row[x] = here;
      }
    }
  }
}

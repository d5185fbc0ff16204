package org.skipconv.models.vision;

/**
 * The part of a level between black bars, which stand still whatever the camera does and would
 * outweigh it.
 *
 * @param left first column
 * @param top first row
 * @param right column after the last
 * @param bottom row after the last
 */
record BlackBars(int left, int top, int right, int bottom) {
  private static final float BLACK = 24;

  /** Noise of what is really black, in grey levels. */
  private static final float FLAT = 5;

  /** The bars of a level; none when all of it is black. */
  static BlackBars of(GreyPyramid.PyramidLevel level) {
    int right = level.width();
    int bottom = level.height();
    int left = 0;
    int top = 0;
    while (left < right && isBar(level, left, 0, 0, 1, level.height())) {
      left++;
    }
    if (left == right) {
      return new BlackBars(0, 0, level.width(), level.height());
    }
    while (isBar(level, right - 1, 0, 0, 1, level.height())) {
      right--;
    }
    while (isBar(level, 0, top, 1, 0, level.width())) {
      top++;
    }
    while (isBar(level, 0, bottom - 1, 1, 0, level.width())) {
      bottom--;
    }
    return new BlackBars(left, top, right, bottom);
  }

  private static boolean isBar(
      GreyPyramid.PyramidLevel level, int startX, int startY, int stepX, int stepY, int length) {
    float least = Float.POSITIVE_INFINITY;
    float most = 0;
    for (int i = 0; i < length; i++) {
      int at = (startY + i * stepY) * level.width() + startX + i * stepX;
      least = Math.min(least, level.grey()[at]);
      most = Math.max(most, level.grey()[at]);
      if (most > BLACK || most > least + FLAT) {
        return false;
      }
    }
    return true;
  }

  /** The same in a level of half the size, rounded inwards. */
  BlackBars halved() {
    return new BlackBars((left + 1) / 2, (top + 1) / 2, right / 2, bottom / 2);
  }
}

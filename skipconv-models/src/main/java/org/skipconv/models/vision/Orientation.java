package org.skipconv.models.vision;

/**
 * Rotation and mirroring of a stored picture that make it stand upright: the pixel at x, y comes to
 * xx * x + xy * y}, {@code yx * x + yy * y}, moved into the picture. Each factor is -1, 0 or 1.
 */
record Orientation(int xx, int xy, int yx, int yy) {
  static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

  /** In a square of so many pixels, rows of one picture and columns of the other fit a cache. */
  private static final int TILE = 32;

  private static final double FIXED_POINT = 1 << 16;

  /** By EXIF's numbers, from 1. */
  private static final Orientation[] EXIF = {
    UPRIGHT,
    new Orientation(-1, 0, 0, 1),
    new Orientation(-1, 0, 0, -1),
    new Orientation(1, 0, 0, -1),
    new Orientation(0, 1, 1, 0),
    new Orientation(0, -1, 1, 0),
    new Orientation(0, -1, -1, 0),
    new Orientation(0, 1, -1, 0)
  };

  /** Returns what a value of EXIF's field Orientation means; upright for what means nothing. */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= EXIF.length ? EXIF[value - 1] : UPRIGHT;
  }

  /**
   * Returns what a display matrix asks for; upright for angles between the quarters.
   *
   * @param matrix of nine values, as in MP4 files
   */
  static Orientation ofMatrix(int[] matrix) {
    Orientation turn =
        new Orientation(whole(matrix[0]), whole(matrix[3]), whole(matrix[1]), whole(matrix[4]));
    boolean quarter =
        Math.abs(turn.xx) + Math.abs(turn.xy) == 1
            && Math.abs(turn.yx) + Math.abs(turn.yy) == 1
            && Math.abs(turn.xx) == Math.abs(turn.yy);
    return quarter ? turn : UPRIGHT;
  }

  private static int whole(int value) {
    return (int) Math.max(-2, Math.min(2, Math.round(value / FIXED_POINT)));
  }

  /** Whether height and width change places. */
  boolean swapsSides() {
    return xx == 0;
  }

  /**
   * Turns a picture.
   *
   * @param into of the turned size
   */
  void turn(RgbImage stored, RgbImage into) {
    int width = into.width();
    int height = into.height();
    int row = stored.width();
    // Backwards: from a place in the upright picture to the one where it is stored.
    int right = 3 * (xx + row * xy);
    int down = 3 * (yx + row * yy);
    int start = (right < 0 ? -right * (width - 1) : 0) + (down < 0 ? -down * (height - 1) : 0);
    byte[] from = stored.rgb();
    byte[] to = into.rgb();
    for (int top = 0; top < height; top += TILE) {
      for (int left = 0; left < width; left += TILE) {
        for (int y = top; y < Math.min(top + TILE, height); y++) {
          int source = start + y * down + left * right;
          int target = 3 * (y * width + left);
          for (int x = left; x < Math.min(left + TILE, width); x++) {
            to[target] = from[source];
            to[target + 1] = from[source + 1];
            to[target + 2] = from[source + 2];
            source += right;
            target += 3;
          }
        }
      }
    }
  }

  /** Returns the picture turned; itself where it is upright. */
  RgbImage turned(RgbImage stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    RgbImage upright =
        swapsSides()
            ? new RgbImage(stored.width(), stored.height())
            : new RgbImage(stored.height(), stored.width());
    turn(stored, upright);
    return upright;
  }
}

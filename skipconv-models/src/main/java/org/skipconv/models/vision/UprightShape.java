package org.skipconv.models.vision;

/**
 * Size of a video's frames once their pixels are square, and how they are turned then.
 *
 * @param height before the turn
 * @param width before the turn
 */
record UprightShape(int height, int width, Orientation turn) {
  /** A pixel further from square than this is an error of the file. */
  private static final double MOST_ASPECT = 8;

  /** Closer to square than this is what encoders write when they round a size. */
  private static final double LEAST_ASPECT = 1.02;

  /**
   * Returns the shape that a video asks for. Pixels that are not square are stretched to the longer
   * of their sides, so that nothing is lost.
   *
   * @param aspect width of a pixel by its height, 0 when unknown
   */
  static UprightShape of(int height, int width, double aspect, Orientation turn) {
    double stretch = aspect > 0 ? Math.max(aspect, 1 / aspect) : 1;
    boolean known = stretch >= LEAST_ASPECT && stretch <= MOST_ASPECT;
    int wide = known && aspect > 1 ? (int) Math.round(width * stretch) : width;
    int high = known && aspect < 1 ? (int) Math.round(height * stretch) : height;
    boolean fits = (long) high * wide <= PictureFile.MAX_PIXELS;
    return new UprightShape(fits ? high : height, fits ? wide : width, turn);
  }

  /** Height of the picture that is handed out. */
  int uprightHeight() {
    return turn.swapsSides() ? width : height;
  }

  /** Width of the picture that is handed out. */
  int uprightWidth() {
    return turn.swapsSides() ? height : width;
  }
}

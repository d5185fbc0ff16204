package org.skipconv.bench.lab.rival;

/** A rectangle of a network's input, in its pixels. */
record Window(int top, int left, int height, int width) {
  int bottom() {
    return top + height;
  }

  int right() {
    return left + width;
  }

  /** The smallest one that holds both. */
  Window and(Window other) {
    int y = Math.min(top, other.top);
    int x = Math.min(left, other.left);
    return new Window(
        y, x, Math.max(bottom(), other.bottom()) - y, Math.max(right(), other.right()) - x);
  }

  /** Larger on all sides, as far as the picture goes. */
  Window grown(int pixels, int pictureHeight, int pictureWidth) {
    int y = Math.max(0, top - pixels);
    int x = Math.max(0, left - pixels);
    return new Window(
        y,
        x,
        Math.min(pictureHeight, bottom() + pixels) - y,
        Math.min(pictureWidth, right() + pixels) - x);
  }

  boolean holds(Window other) {
    return top <= other.top
        && left <= other.left
        && bottom() >= other.bottom()
        && right() >= other.right();
  }
}

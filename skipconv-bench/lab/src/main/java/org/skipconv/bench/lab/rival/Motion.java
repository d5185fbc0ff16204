package org.skipconv.bench.lab.rival;

import org.skipconv.core.Shape;

/**
 * Detects motion by frame differencing: a pixel has moved when the mean over its channels of |x -
 * held| is above a threshold, and a cell of 16x16 pixels when one in twenty of its pixels has, so
 * that noise does not count. What a frame is compared with is what the engine last saw, not the
 * frame before: otherwise slow motion would never be seen. Not thread-safe.
 */
final class Motion {
  private static final int CELL = 16;
  private static final double MOVED_SHARE = 0.05;

  private final Shape shape;
  private final float threshold;
  private final float[] held;

  /**
   * Nothing held yet.
   *
   * @param threshold in units of the network's input
   */
  Motion(Shape shape, float threshold) {
    this.shape = shape;
    this.threshold = threshold;
    this.held = new float[Math.toIntExact(shape.elements())];
  }

  /** The smallest window around all that moves; null when nothing does. */
  Window moving(float[] nchw) {
    Window moving = null;
    for (int top = 0; top < shape.height(); top += CELL) {
      int height = Math.min(CELL, shape.height() - top);
      for (int left = 0; left < shape.width(); left += CELL) {
        Window cell = new Window(top, left, height, Math.min(CELL, shape.width() - left));
        if (moves(nchw, cell)) {
          moving = moving == null ? cell : moving.and(cell);
        }
      }
    }
    return moving;
  }

  private boolean moves(float[] nchw, Window cell) {
    double limit = MOVED_SHARE * cell.height() * cell.width();
    int moved = 0;
    for (int y = cell.top(); y < cell.bottom(); y++) {
      for (int x = cell.left(); x < cell.right(); x++) {
        float sum = 0;
        for (int c = 0, at = y * shape.width() + x; c < shape.channels(); c++) {
          sum += Math.abs(nchw[at] - held[at]);
          at += shape.pixels();
        }
        moved += sum > threshold * shape.channels() ? 1 : 0;
      }
    }
    return moved > limit;
  }

  /** Remembers what the engine sees of a frame. */
  void hold(float[] nchw, Window window) {
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = window.top(); y < window.bottom(); y++) {
        int from = (c * shape.height() + y) * shape.width() + window.left();
        System.arraycopy(nchw, from, held, from, window.width());
      }
    }
  }
}

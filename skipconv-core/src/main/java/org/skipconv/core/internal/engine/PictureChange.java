package org.skipconv.core.internal.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Change of the picture in one frame, as layers of any stride see it: for each pixel of a map the
 * largest change among the pixels of the input that it stands for. Made when a gate first asks for
 * it in a frame, a stride from half of it where that is whole, so that all strides together cost
 * little more than one look at the picture. Used by one thread at a time.
 */
final class PictureChange {
  private final Value input;
  private final DoubleSupplier size;
  private final Shape picture;
  private final Map<Long, Cells> byStride = new HashMap<>();
  private int frame;

  /**
   * A picture's change.
   *
   * @param input of the network
   * @param size its mean |x| at the last keyframe
   */
  PictureChange(Value input, DoubleSupplier size) {
    this.input = input;
    this.size = size;
    this.picture = input.map().shape();
  }

  /** Largest changes of the cells of one stride; the last ones are cut off by the border. */
  private static final class Cells {
    final int rows;
    final int columns;
    final float[] largest;

    /** Frame of which they are. */
    int frame = -1;

    Cells(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      this.largest = new float[rows * columns];
    }
  }

  /** Forgets the last frame. */
  void forget() {
    frame++;
  }

  /**
   * Largest mean |r| over channels among the input's pixels that a pixel of a map stands for, in
   * units of the input's mean |x| at the last keyframe; 0 where there are none.
   */
  float at(Plane map, int y, int x) {
    if (!map.liesOverPicture() || !input.change().any()) {
      return 0;
    }
    Cells cells = current(map.strideY(), map.strideX());
    float change = y < cells.rows && x < cells.columns ? cells.largest[y * cells.columns + x] : 0;
    return change == 0 ? 0 : (float) (change / (size.getAsDouble() * picture.channels()));
  }

  private Cells current(int strideY, int strideX) {
    Cells cells =
        byStride.computeIfAbsent(
            (long) strideY << Integer.SIZE | strideX,
            key -> new Cells(cells(picture.height(), strideY), cells(picture.width(), strideX)));
    if (cells.frame != frame) {
      cells.frame = frame;
      fill(cells, strideY, strideX);
    }
    return cells;
  }

  private void fill(Cells cells, int strideY, int strideX) {
    if (strideY == 1 && strideX == 1) {
      input.change().norms().floats().get(cells.largest);
      return;
    }
    boolean halves = strideY % 2 == 0 && strideX % 2 == 0;
    int stepY = halves ? 2 : strideY;
    int stepX = halves ? 2 : strideX;
    Cells finer = current(strideY / stepY, strideX / stepX);
    for (int y = 0; y < cells.rows; y++) {
      int bottom = Math.min((y + 1) * stepY, finer.rows);
      for (int x = 0; x < cells.columns; x++) {
        int right = Math.min((x + 1) * stepX, finer.columns);
        float largest = 0;
        for (int row = y * stepY; row < bottom; row++) {
          for (int i = row * finer.columns + x * stepX; i < row * finer.columns + right; i++) {
            largest = Math.max(largest, finer.largest[i]);
          }
        }
        cells.largest[y * cells.columns + x] = largest;
      }
    }
  }

  private static int cells(int pixels, int stride) {
    return (pixels + stride - 1) / stride;
  }
}

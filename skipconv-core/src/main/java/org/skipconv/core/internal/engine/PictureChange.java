package org.skipconv.core.internal.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
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
    final int stepY;
    final int stepX;
    final int rows;
    final int columns;

    /** Cells of which these are made, null for the pixels themselves. */
    final @Nullable Cells finer;

    /** None until a gate asks. */
    float[] largest = {};

    /** Frame of which they are. */
    int frame = -1;

    Cells(int rows, int columns, int stepY, int stepX, @Nullable Cells finer) {
      this.rows = rows;
      this.columns = columns;
      this.stepY = stepY;
      this.stepX = stepX;
      this.finer = finer;
    }
  }

  /** Forgets the last frame. */
  void forget() {
    frame++;
  }

  /**
   * Change under the pixels of a map: the largest mean |r| over channels among the input's pixels
   * that one stands for, in units of the input's mean |x| at the last keyframe; 0 where there are
   * none.
   */
  LayerResidual.CellChange under(Plane map) {
    if (!map.liesOverPicture()) {
      return (y, x) -> 0;
    }
    Cells cells = cells(map.strideY(), map.strideX());
    return (y, x) -> at(cells, y, x);
  }

  private float at(Cells cells, int y, int x) {
    if (!input.change().any()) {
      return 0;
    }
    if (cells.frame != frame) {
      fill(cells);
    }
    float change = y < cells.rows && x < cells.columns ? cells.largest[y * cells.columns + x] : 0;
    return change == 0 ? 0 : (float) (change / (size.getAsDouble() * picture.channels()));
  }

  private Cells cells(int strideY, int strideX) {
    long key = (long) strideY << Integer.SIZE | strideX;
    Cells known = byStride.get(key);
    if (known == null) {
      boolean halves = strideY % 2 == 0 && strideX % 2 == 0;
      int stepY = halves ? 2 : strideY;
      int stepX = halves ? 2 : strideX;
      boolean pixels = strideY == 1 && strideX == 1;
      Cells finer = pixels ? null : cells(strideY / stepY, strideX / stepX);
      int rows = (picture.height() + strideY - 1) / strideY;
      int columns = (picture.width() + strideX - 1) / strideX;
      known = new Cells(rows, columns, stepY, stepX, finer);
      byStride.put(key, known);
    }
    return known;
  }

  private void fill(Cells cells) {
    cells.frame = frame;
    if (cells.largest.length == 0) {
      cells.largest = new float[cells.rows * cells.columns];
    }
    Cells finer = cells.finer;
    if (finer == null) {
      input.change().norms().floats().get(cells.largest);
      return;
    }
    if (finer.frame != frame) {
      fill(finer);
    }
    for (int y = 0; y < cells.rows; y++) {
      int bottom = Math.min((y + 1) * cells.stepY, finer.rows);
      for (int x = 0; x < cells.columns; x++) {
        int left = x * cells.stepX;
        int right = Math.min(left + cells.stepX, finer.columns);
        float largest = 0;
        for (int row = y * cells.stepY; row < bottom; row++) {
          for (int i = row * finer.columns + left; i < row * finer.columns + right; i++) {
            largest = Math.max(largest, finer.largest[i]);
          }
        }
        cells.largest[y * cells.columns + x] = largest;
      }
    }
  }
}

package org.skipconv.core.internal.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Pixels of a result of which nothing is known after the session was shifted: what came into view,
 * and what sees something else than before it was moved, as at the borders. They are whole rows and
 * whole columns.
 */
final class Uncovered {
  static final Uncovered NOTHING = new Uncovered(new boolean[0], new boolean[0]);

  private final boolean[] rows;
  private final boolean[] columns;

  private Uncovered(boolean[] rows, boolean[] columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** A map that is read, and which of its pixels each pixel of the result depends on. */
  record Read(Plane plane, Dependence dependence) {}

  /**
   * Pixels of a result that a shift uncovers.
   *
   * @param rows of the network's input by which the content was moved down
   * @param columns by which it was moved right
   */
  static Uncovered of(Plane out, List<Read> reads, int rows, int columns) {
    int height = out.shape().height();
    int width = out.shape().width();
    Uncovered found = new Uncovered(new boolean[height], new boolean[width]);
    boolean comparable =
        out.movesWhole(rows, columns)
            && reads.stream().allMatch(read -> read.plane().movesWhole(rows, columns));
    if (!comparable) {
      Arrays.fill(found.rows, true);
      return found;
    }
    int down = rows / out.strideY();
    int right = columns / out.strideX();
    for (Read read : reads) {
      Dependence.Lines ofRows = read.dependence().rows();
      Dependence.Lines ofColumns = read.dependence().columns();
      for (int y = 0; y < height; y++) {
        found.rows[y] |= !ofRows.carries(y, y - down, rows / read.plane().strideY());
      }
      for (int x = 0; x < width; x++) {
        found.columns[x] |= !ofColumns.carries(x, x - right, columns / read.plane().strideX());
      }
    }
    return found;
  }

  /** Both, of the same result: one shift after another. */
  Uncovered and(Uncovered other) {
    if (!any()) {
      return other;
    }
    boolean[] bothRows = rows.clone();
    boolean[] bothColumns = columns.clone();
    for (int y = 0; y < rows.length; y++) {
      bothRows[y] |= other.rows[y];
    }
    for (int x = 0; x < columns.length; x++) {
      bothColumns[x] |= other.columns[x];
    }
    return new Uncovered(bothRows, bothColumns);
  }

  boolean any() {
    return rows.length > 0;
  }

  private boolean contains(int y, int x) {
    return rows[y] || columns[x];
  }

  /** Opens these pixels in a mask of the given width, whose rows follow each other. */
  void open(ByteBuffer mask, int width) {
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < width; x++) {
        if (contains(y, x)) {
          mask.put(y * width + x, (byte) 1);
        }
      }
    }
  }

  /** Sets a value of these pixels, laid out like the mask. */
  void fill(FloatBuffer values, int width, float value) {
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < width; x++) {
        if (contains(y, x)) {
          values.put(y * width + x, value);
        }
      }
    }
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;

/** {@link Kernels#magnitude}, in plain Java. */
final class JavaMagnitude {
  private static final int CELL = Resampling.CELL;

  private final RawFrame frame;
  private final Shape shape;
  private final FloatBuffer values;
  private boolean finite = true;
  private double size;
  private double contrast;

  private JavaMagnitude(RawFrame frame, Shape shape) {
    this.frame = frame;
    this.shape = shape;
    this.values = ForeignFloats.spanning(frame, shape);
  }

  static Magnitude of(
      RawFrame frame, Shape shape, byte @Nullable [] changed, FloatBuffer cellSums) {
    JavaMagnitude cells = new JavaMagnitude(frame, shape);
    int perRow = Resampling.cells(shape.width());
    int all = shape.height() * perRow;
    double sizes = 0;
    double contrasts = 0;
    for (int i = 0; i < all; i++) {
      // The last pixel's neighbour belongs to the next cell.
      boolean last = i % perRow == perRow - 1;
      if (changed == null || changed[i] != 0 || (!last && changed[i + 1] != 0)) {
        cells.measure(i / perRow, i % perRow * CELL);
        cellSums.put(i, (float) cells.size);
        cellSums.put(all + i, (float) cells.contrast);
      }
      sizes += cellSums.get(i);
      contrasts += cellSums.get(all + i);
    }
    return Magnitude.of(cells.finite, sizes, contrasts, shape);
  }

  private void measure(int y, int begin) {
    size = 0;
    contrast = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int x = begin; x < Math.min(begin + CELL, shape.width()); x++) {
        float value = at(c, y, x);
        finite &= Float.isFinite(value);
        size += Math.abs(value);
        contrast += x + 1 < shape.width() ? Math.abs(at(c, y, x + 1) - value) : 0;
      }
    }
  }

  private float at(int channel, int y, int x) {
    return values.get(Math.toIntExact(frame.index(channel, y, x)));
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Shape;

/** {@link Kernels#magnitude}, in plain Java. */
final class JavaMagnitude {
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

  static Magnitude of(RawFrame frame, Shape shape, byte @Nullable [] changed, FloatBuffer rowSums) {
    JavaMagnitude rows = new JavaMagnitude(frame, shape);
    double sizes = 0;
    double contrasts = 0;
    for (int y = 0; y < shape.height(); y++) {
      if (changed == null || rows.mayDiffer(changed, y)) {
        rows.measure(y);
        rowSums.put(y, (float) rows.size);
        rowSums.put(shape.height() + y, (float) rows.contrast);
      }
      sizes += rowSums.get(y);
      contrasts += rowSums.get(shape.height() + y);
    }
    return Magnitude.of(rows.finite, sizes, contrasts, shape);
  }

  /** The last pixel's neighbour is in the next row. */
  private boolean mayDiffer(byte[] changed, int row) {
    int perRow = Resampling.cells(shape.width());
    int end = Math.min(row + 2, shape.height()) * perRow;
    for (int i = row * perRow; i < end; i++) {
      if (changed[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private void measure(int y) {
    size = 0;
    contrast = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int x = 0; x < shape.width(); x++) {
        float value = at(c, y, x);
        finite &= Float.isFinite(value);
        size += Math.abs(value);
        if (x + 1 < shape.width()) {
          contrast += Math.abs(at(c, y, x + 1) - value);
        } else if (y + 1 < shape.height()) {
          contrast += Math.abs(at(c, y + 1, 0) - value);
        }
      }
    }
  }

  private float at(int channel, int y, int x) {
    return values.get(frame.index(channel, y, x));
  }
}

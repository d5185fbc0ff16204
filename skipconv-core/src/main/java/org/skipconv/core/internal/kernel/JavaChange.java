package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Change of maps in plain Java, a row at a time. */
final class JavaChange {
  private JavaChange() {}

  /** {@link Kernels#loadFrame} */
  static Kernels.LoadedFrame loadFrame(
      RawFrame frame,
      Plane map,
      Plane residual,
      float threshold,
      float strong,
      FloatBuffer change) {
    FloatBuffer source = ForeignFloats.spanning(frame, map.shape());
    int width = map.shape().width();
    float[] fresh = new float[map.shape().channels()];
    float[] held = new float[fresh.length];
    int changed = 0;
    int replaced = 0;
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        map.floats().get(map.index(y, x), held);
        float norm = 0;
        for (int c = 0; c < fresh.length; c++) {
          fresh[c] = source.get(frame.index(c, y, x));
          norm += Math.abs(fresh[c] - held[c]);
        }
        boolean taken = !(norm <= threshold);
        changed += taken ? 1 : 0;
        replaced += norm > strong ? 1 : 0;
        change.put(y * width + x, taken ? norm : 0);
        if (taken) {
          map.floats().put(map.index(y, x), fresh);
          for (int c = 0; residual != null && c < fresh.length; c++) {
            residual.floats().put(residual.index(y, x) + c, fresh[c] - held[c]);
          }
        }
      }
    }
    return new Kernels.LoadedFrame(changed, replaced);
  }

  /** {@link Kernels#takeFrame} */
  static void takeFrame(RawFrame frame, Plane map) {
    FloatBuffer source = ForeignFloats.spanning(frame, map.shape());
    float[] fresh = new float[map.shape().channels()];
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        for (int c = 0; c < fresh.length; c++) {
          fresh[c] = source.get(frame.index(c, y, x));
        }
        map.floats().put(map.index(y, x), fresh);
      }
    }
  }

  /** {@link Kernels#changePool} for the output rows [begin, end). */
  static void pool(
      WindowGeometry window, FloatBuffer change, FloatBuffer pending, int begin, int end) {
    int width = window.out().width();
    float[] row = new float[window.in().width()];
    float[] sums = new float[width];
    for (int y = begin; y < end; y++) {
      Arrays.fill(sums, 0);
      for (int ky = 0; ky < window.spec().kernelHeight(); ky++) {
        int sourceY = window.sourceY(y, ky);
        if (window.isInside(sourceY, 0)) {
          change.get(sourceY * row.length, row);
          addWindows(window, row, sums);
        }
      }
      for (int x = 0; x < width; x++) {
        pending.put(y * width + x, pending.get(y * width + x) + sums[x]);
      }
    }
  }

  private static void addWindows(WindowGeometry window, float[] row, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      for (int kx = 0; kx < window.spec().kernelWidth(); kx++) {
        int sourceX = window.sourceX(x, kx);
        sums[x] += window.isInside(0, sourceX) ? row[sourceX] : 0;
      }
    }
  }

  /** {@link Kernels#mark} */
  static void mark(FloatBuffer change, Reach reach, ByteBuffer mask, int begin, int end) {
    boolean[] columns = new boolean[reach.inWidth()];
    IntBuffer low = reach.columnLows().ints();
    IntBuffer high = reach.columnHighs().ints();
    for (int y = begin; y < end; y++) {
      Arrays.fill(columns, false);
      for (int sy = reach.rowLows().ints().get(y); sy <= reach.rowHighs().ints().get(y); sy++) {
        for (int sx = 0; sx < columns.length; sx++) {
          columns[sx] |= change.get(sy * columns.length + sx) != 0;
        }
      }
      for (int x = 0; x < reach.outWidth(); x++) {
        for (int sx = low.get(x); sx <= high.get(x); sx++) {
          if (columns[sx]) {
            mask.put(y * reach.outWidth() + x, (byte) 1);
          }
        }
      }
    }
  }

  /** {@link Kernels#compact} */
  static int compact(
      ByteBuffer mask, FloatBuffer pending, int width, int begin, int end, IntBuffer list) {
    int count = 0;
    for (int i = begin * width; i < end * width; i++) {
      boolean open = mask.get(i) != 0 && (pending == null || pending.get(i) != 0);
      mask.put(i, (byte) (open ? 1 : 0));
      if (open) {
        list.put(count++, (i / width) << 16 | (i % width));
        if (pending != null) {
          pending.put(i, 0);
        }
      }
    }
    return count;
  }

  /** {@link Kernels#scatterNorms} */
  static int scatterNorms(
      FloatBuffer norms,
      long normStride,
      int parts,
      IntBuffer list,
      int count,
      int width,
      FloatBuffer change) {
    int changed = 0;
    for (int i = 0; i < count; i++) {
      float total = 0;
      for (int part = 0; part < parts; part++) {
        total += norms.get(Math.toIntExact(part * normStride + i));
      }
      change.put((list.get(i) >>> 16) * width + (list.get(i) & 0xffff), total);
      changed += total != 0 ? 1 : 0;
    }
    return changed;
  }
}

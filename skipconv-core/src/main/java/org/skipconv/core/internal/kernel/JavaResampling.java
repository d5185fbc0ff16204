package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/** Resampling of pictures in plain Java, a row of the input after the other. */
final class JavaResampling {
  private final Resampling resampling;
  private final byte[] rgb;
  private final byte[] before;
  private final float[] colours;
  private final float[] upper;
  private final float[] lower;
  private final boolean[] differs;

  private JavaResampling(Resampling resampling, byte[] rgb) {
    this.resampling = resampling;
    this.rgb = rgb;
    this.before = new byte[rgb.length];
    resampling.before().bytes().get(0, before);
    this.colours = new float[2 * Resampling.COLOURS * Resampling.CELL];
    resampling.colours().floats().get(0, colours);
    this.upper = new float[Resampling.COLOURS * Resampling.CELL];
    this.lower = new float[upper.length];
    this.differs = new boolean[Resampling.cells(resampling.columns().size())];
  }

  /** {@link Kernels#resample} */
  static int resample(byte[] rgb, Resampling resampling, boolean whole, long address) {
    int values = Resampling.COLOURS * resampling.rows().size() * resampling.columns().size();
    FloatBuffer out = ForeignFloats.at(address, values);
    int changed = new JavaResampling(resampling, rgb).resample(whole, out);
    resampling.before().bytes().put(0, rgb);
    return changed;
  }

  private int resample(boolean whole, FloatBuffer out) {
    ResampledAxis rows = resampling.rows();
    ResampledAxis columns = resampling.columns();
    for (int i = 0; i < rows.size() * differs.length; i++) {
      resampling.cells().bytes().put(i, (byte) 0);
    }
    int firstCell = columns.begin() / Resampling.CELL;
    int endCell = columns.begin() < columns.end() ? Resampling.cells(columns.end()) : firstCell;
    int changed = 0;
    for (int v = rows.begin(); v < rows.end(); v++) {
      int above = rows.first(v);
      int below = rows.second(v);
      for (int cell = firstCell; cell < endCell; cell++) {
        if (whole
            || resampling.differs(rgb, before, above, cell)
            || resampling.differs(rgb, before, below, cell)) {
          resampling.cells().bytes().put(v * differs.length + cell, (byte) 1);
          fill(v, cell, out);
          changed++;
        }
      }
    }
    return changed;
  }

  private void fill(int v, int cell, FloatBuffer out) {
    ResampledAxis rows = resampling.rows();
    int begin = resampling.begin(cell);
    int end = resampling.end(cell);
    line(rows.first(v), begin, end, upper);
    line(rows.second(v), begin, end, lower);
    float upperWeight = rows.firstWeight(v);
    float lowerWeight = rows.secondWeight(v);
    int at = Resampling.COLOURS * (v * resampling.columns().size() + begin);
    int place = Resampling.COLOURS * (begin - cell * Resampling.CELL);
    for (int i = 0; i < Resampling.COLOURS * (end - begin); i++, place++) {
      float level = upper[i] * upperWeight + lower[i] * lowerWeight;
      out.put(at + i, level * colours[place] + colours[colours.length / 2 + place]);
    }
  }

  private void line(int y, int begin, int end, float[] line) {
    ResampledAxis columns = resampling.columns();
    int red = resampling.reversed() ? 2 : 0;
    int row = y * columns.sourceSize();
    for (int u = begin, i = 0; u < end; u++, i += Resampling.COLOURS) {
      int a = Resampling.COLOURS * (row + columns.first(u));
      int b = Resampling.COLOURS * (row + columns.second(u));
      float wa = columns.firstWeight(u);
      float wb = columns.secondWeight(u);
      line[i + red] = (rgb[a] & 0xff) * wa + (rgb[b] & 0xff) * wb;
      line[i + 1] = (rgb[a + 1] & 0xff) * wa + (rgb[b + 1] & 0xff) * wb;
      line[i + 2 - red] = (rgb[a + 2] & 0xff) * wa + (rgb[b + 2] & 0xff) * wb;
    }
  }
}

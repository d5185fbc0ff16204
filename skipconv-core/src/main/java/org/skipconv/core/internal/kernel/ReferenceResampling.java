package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Resampling of pictures, value by value. In float: equal pictures must give equal bits. */
final class ReferenceResampling {
  private ReferenceResampling() {}

  /** {@link Kernels#resample} */
  static int resample(byte[] rgb, Resampling resampling, boolean whole, long address) {
    ResampledAxis rows = resampling.rows();
    ResampledAxis columns = resampling.columns();
    int perRow = Resampling.cells(columns.size());
    ByteBuffer cells = resampling.cells().bytes();
    byte[] before = new byte[rgb.length];
    resampling.before().bytes().get(0, before);
    FloatBuffer out =
        ForeignFloats.at(address, (long) Resampling.COLOURS * rows.size() * columns.size());
    int changed = 0;
    for (int v = 0; v < rows.size(); v++) {
      boolean sampledRow = v >= rows.begin() && v < rows.end();
      for (int cell = 0; cell < perRow; cell++) {
        boolean marked =
            sampledRow
                && resampling.begin(cell) < resampling.end(cell)
                && (whole
                    || resampling.differs(rgb, before, rows.first(v), cell)
                    || resampling.differs(rgb, before, rows.second(v), cell));
        cells.put(v * perRow + cell, (byte) (marked ? 1 : 0));
        changed += marked ? 1 : 0;
        for (int u = resampling.begin(cell); marked && u < resampling.end(cell); u++) {
          for (int c = 0; c < Resampling.COLOURS; c++) {
            int at = Resampling.COLOURS * (v * columns.size() + u) + c;
            out.put(at, value(rgb, resampling, v, u, c));
          }
        }
      }
    }
    resampling.before().bytes().put(0, rgb);
    return changed;
  }

  private static float value(byte[] rgb, Resampling resampling, int v, int u, int channel) {
    ResampledAxis rows = resampling.rows();
    float upper = level(rgb, resampling, rows.first(v), u, channel);
    float lower = level(rgb, resampling, rows.second(v), u, channel);
    float level = upper * rows.firstWeight(v) + lower * rows.secondWeight(v);
    FloatBuffer colours = resampling.colours().floats();
    return level * colours.get(channel)
        + colours.get(Resampling.COLOURS * Resampling.CELL + channel);
  }

  private static float level(byte[] rgb, Resampling resampling, int y, int u, int channel) {
    ResampledAxis columns = resampling.columns();
    int colour = resampling.reversed() ? Resampling.COLOURS - 1 - channel : channel;
    int row = y * columns.sourceSize();
    int left = rgb[Resampling.COLOURS * (row + columns.first(u)) + colour] & 0xff;
    int right = rgb[Resampling.COLOURS * (row + columns.second(u)) + colour] & 0xff;
    return left * columns.firstWeight(u) + right * columns.secondWeight(u);
  }
}

package org.skipconv.core.internal.kernel;

import java.util.Arrays;

/**
 * A bilinear resampling of pictures of one size into a network's input of three channels, NHWC, and
 * what it remembers of the picture before.
 *
 * @param rows vertical axis
 * @param columns horizontal axis
 * @param colours factors and then shifts of the values of a cell, in the order of the input
 * @param reversed whether the input's first channel is the picture's last
 * @param before bytes of the picture before
 * @param lines scratch of {@link #scratch}
 * @param cells a byte for each cell of the input, row by row, 1 where the input may have changed
 */
public record Resampling(
    ResampledAxis rows,
    ResampledAxis columns,
    Memory colours,
    boolean reversed,
    Memory before,
    Memory lines,
    Memory cells) {
  /** Pixels of a cell, all of one row. */
  public static final int CELL = 16;

  /** Colours of a pixel. */
  static final int COLOURS = 3;

  /** Number of cells of a row of so many pixels. */
  public static int cells(int width) {
    return (width + CELL - 1) / CELL;
  }

  /** Number of floats of scratch. */
  public static long scratch(int width) {
    return 2L * (COLOURS * width + 4);
  }

  /**
   * Factors and shifts of a cell.
   *
   * @param factor of each channel of the input
   * @param shift of each channel of the input
   */
  public static Memory colours(float[] factor, float[] shift) {
    float[] values = new float[2 * COLOURS * CELL];
    for (int i = 0; i < COLOURS * CELL; i++) {
      values[i] = factor[i % COLOURS];
      values[COLOURS * CELL + i] = shift[i % COLOURS];
    }
    return Memory.of(values);
  }

  /** Whether a byte of a cell's source pixels in a row differs from the picture before. */
  boolean differs(byte[] rgb, byte[] then, int y, int cell) {
    int from = COLOURS * (y * columns.sourceSize() + columns.first(begin(cell)));
    int to = COLOURS * (y * columns.sourceSize() + columns.second(end(cell) - 1) + 1);
    return !Arrays.equals(rgb, from, to, then, from, to);
  }

  /** First column of a cell that is sampled. */
  int begin(int cell) {
    return Math.max(columns.begin(), cell * CELL);
  }

  /** Column after the last of a cell that is sampled. */
  int end(int cell) {
    return Math.min(columns.end(), (cell + 1) * CELL);
  }
}

package org.skipconv.core;

import java.util.Arrays;
import org.skipconv.core.internal.kernel.Resampling;

/**
 * Cells of a network's input that may differ from the frame before: runs of {@value #CELL} pixels
 * of a row, the last of a row shorter where its width is no multiple. Who knows what changed, as a
 * decoder or a {@link PictureSampler} does, so saves a session from looking at the rest. At first
 * all cells may differ. Not thread-safe.
 */
public final class InputChange {
  /** Pixels of a cell. */
  public static final int CELL = Resampling.CELL;

  private final int height;
  private final int width;
  private final byte[] cells;

  /**
   * Makes the cells of a network's input, all of which may differ.
   *
   * @param input shape of the network's input
   */
  public InputChange(Shape input) {
    this.height = input.height();
    this.width = input.width();
    this.cells = new byte[height * Resampling.cells(width)];
    setAll(true);
  }

  /**
   * Copies cells, as of a {@link PictureSampler}, which marks its own anew for each picture.
   *
   * @param other the cells to copy
   */
  public InputChange(InputChange other) {
    this.height = other.height;
    this.width = other.width;
    this.cells = other.cells.clone();
  }

  /**
   * Marks all cells.
   *
   * @param changed whether they may differ
   */
  public void setAll(boolean changed) {
    Arrays.fill(cells, (byte) (changed ? 1 : 0));
  }

  /**
   * Marks the cell of a pixel.
   *
   * @param y row of the input
   * @param x column of the input
   * @param changed whether the cell may differ
   * @throws IndexOutOfBoundsException when the pixel lies outside the input
   */
  public void set(int y, int x, boolean changed) {
    cells[index(y, x)] = (byte) (changed ? 1 : 0);
  }

  /**
   * {@return whether the cell of a pixel may differ}
   *
   * @param y row of the input
   * @param x column of the input
   * @throws IndexOutOfBoundsException when the pixel lies outside the input
   */
  public boolean isSet(int y, int x) {
    return cells[index(y, x)] != 0;
  }

  /** {@return the share of the cells that may differ} */
  public double share() {
    int set = 0;
    for (byte cell : cells) {
      set += cell;
    }
    return (double) set / cells.length;
  }

  private int index(int y, int x) {
    if (y < 0 || y >= height || x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(
          "pixel " + y + ", " + x + " is outside an input of " + height + "x" + width);
    }
    return y * Resampling.cells(width) + x / CELL;
  }

  /** Refuses another input. */
  void requireFit(Shape input) {
    if (height != input.height() || width != input.width()) {
      throw new IllegalArgumentException(
          "the cells are of an input of " + height + "x" + width + ", but the input is " + input);
    }
  }

  /** A byte for each cell, row by row. */
  byte[] cells() {
    return cells;
  }
}

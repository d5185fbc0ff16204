package org.skipconv.models.detection;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a detector's maps, map after map and row by row, each map covering the input with
 * another stride.
 *
 * @param strides pixels of the input from cell to cell, in the order of the maps
 * @param height height of the network's input
 * @param width width of the network's input
 */
record StrideGrid(List<Integer> strides, int height, int width) {
  /** Strides of most detectors, P3 to P5. */
  static final List<Integer> P3_TO_P5 = List.of(8, 16, 32);

  /** The same with one more level, P3 to P6. */
  static final List<Integer> P3_TO_P6 = List.of(8, 16, 32, 64);

  /**
   * A cell.
   *
   * @param stride pixels of the input from cell to cell in its map
   * @param row from 0
   * @param column from 0
   */
  record GridCell(int stride, int row, int column) {}

  int rows(int stride) {
    return -Math.floorDiv(-height, stride);
  }

  int columns(int stride) {
    return -Math.floorDiv(-width, stride);
  }

  int cells(int stride) {
    return rows(stride) * columns(stride);
  }

  int cells() {
    return strides.stream().mapToInt(this::cells).sum();
  }

  GridCell cell(int index) {
    int left = index;
    for (int stride : strides) {
      if (left < cells(stride)) {
        return new GridCell(stride, left / columns(stride), left % columns(stride));
      }
      left -= cells(stride);
    }
    throw new IndexOutOfBoundsException("cell " + index + " of " + cells() + " in " + this);
  }

  /**
   * The grid of one of the usual sets of strides that has so many cells.
   *
   * @return null when none has
   */
  static @Nullable StrideGrid ofCells(int cells, int height, int width) {
    for (List<Integer> strides : Arrays.asList(P3_TO_P5, P3_TO_P6)) {
      StrideGrid grid = new StrideGrid(strides, height, width);
      if (grid.cells() == cells) {
        return grid;
      }
    }
    return null;
  }

  /** The grid of one of the usual sets of strides that is known to have so many cells. */
  static StrideGrid required(int cells, int height, int width) {
    return Objects.requireNonNull(ofCells(cells, height, width), "strides");
  }
}

package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * The boxes that EfficientDet's outputs are relative to: nine a cell, three sizes by three aspects,
 * on every pyramid level (effdet's {@code Anchors}). In pixels of the network's input, not clipped
 * to it.
 */
public final class Anchors {

  /** Anchors of one cell: octave by octave, and in each the aspects. */
  public static final int PER_CELL = 9;

  private static final int OCTAVES = 3;
  private static final double[] WIDE = {1, 1.4, 0.7};
  private static final double[] HIGH = {1, 0.7, 1.4};

  private final int inputHeight;
  private final int inputWidth;
  private final List<Level> levels;

  private Anchors(int inputHeight, int inputWidth, List<Level> levels) {
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.levels = List.copyOf(levels);
  }

  /**
   * {@return the anchors of a network}
   *
   * @param inputHeight of the network, in pixels
   * @param inputWidth of the network, in pixels
   * @param minLevel number of the finest pyramid level; level l has 1 / 2^l of the input's size,
   *     rounded up at each halving
   * @param maxLevel number of the coarsest
   * @param scale side of the smallest square anchor, in cells
   */
  public static Anchors of(
      int inputHeight, int inputWidth, int minLevel, int maxLevel, double scale) {
    List<Level> levels = new ArrayList<>();
    int height = inputHeight;
    int width = inputWidth;
    for (int number = 1; number <= maxLevel; number++) {
      height = (height + 1) / 2;
      width = (width + 1) / 2;
      if (number >= minLevel) {
        levels.add(
            new Level(
                number,
                height,
                width,
                (double) inputHeight / height,
                (double) inputWidth / width,
                scale));
      }
    }
    return new Anchors(inputHeight, inputWidth, levels);
  }

  /** {@return the rows of the network's input} */
  public int inputHeight() {
    return inputHeight;
  }

  /** {@return the columns of the network's input} */
  public int inputWidth() {
    return inputWidth;
  }

  /** {@return the finest level first} */
  public List<Level> levels() {
    return levels;
  }

  /** {@return the number of anchors on all levels together} */
  public int count() {
    return levels.stream().mapToInt(level -> level.height() * level.width() * PER_CELL).sum();
  }

  /**
   * One level.
   *
   * @param number the 3 of P3
   * @param height rows of cells
   * @param width columns of cells
   * @param strideY input pixels from row to row; no whole number where the input does not divide
   * @param strideX input pixels from column to column
   * @param scale side of the smallest square anchor, in cells
   */
  public record Level(
      int number, int height, int width, double strideY, double strideX, double scale) {

    /** {@return {@code P3} and the like: the suffix of the outputs of this level} */
    public String name() {
      return "P" + number;
    }

    /** Input pixels from the top to the middle of a row. */
    double centerY(int y) {
      return (y + 0.5) * strideY;
    }

    /** Input pixels from the left to the middle of a column. */
    double centerX(int x) {
      return (x + 0.5) * strideX;
    }

    /** Height of an anchor in input pixels. */
    double anchorHeight(int anchor) {
      return scale * strideY * octave(anchor) * HIGH[anchor % HIGH.length];
    }

    /** Width of an anchor in input pixels. */
    double anchorWidth(int anchor) {
      return scale * strideX * octave(anchor) * WIDE[anchor % WIDE.length];
    }

    /**
     * {@return an anchor as a box}
     *
     * @param y row of the level's map
     * @param x column of the level's map
     * @param anchor 0 to 8
     */
    public Box box(int y, int x, int anchor) {
      double halfHeight = anchorHeight(anchor) / 2;
      double halfWidth = anchorWidth(anchor) / 2;
      return new Box(
          (float) (centerX(x) - halfWidth),
          (float) (centerY(y) - halfHeight),
          (float) (centerX(x) + halfWidth),
          (float) (centerY(y) + halfHeight));
    }

    private static double octave(int anchor) {
      int octave = anchor / WIDE.length;
      return Math.pow(2, octave / (double) OCTAVES);
    }
  }
}

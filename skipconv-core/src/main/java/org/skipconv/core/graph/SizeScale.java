package org.skipconv.core.graph;

/**
 * Ratio of a network's new input size to its old one, kept as whole numbers so that sizes inside
 * the network come out exactly.
 *
 * @param newHeight rows of the new input
 * @param oldHeight rows of the old input
 * @param newWidth columns of the new input
 * @param oldWidth columns of the old input
 */
public record SizeScale(int newHeight, int oldHeight, int newWidth, int oldWidth) {

  /**
   * {@return the rows of a map that had the given number of rows}
   *
   * @param old size of the operand along this axis
   */
  public int height(int old) {
    return scaled(old, newHeight, oldHeight);
  }

  /**
   * {@return the columns of a map that had the given number of columns}
   *
   * @param old size of the operand along this axis
   */
  public int width(int old) {
    return scaled(old, newWidth, oldWidth);
  }

  private static int scaled(int old, int to, int from) {
    return (int) Math.max(1, (long) old * to / from);
  }
}

package org.skipconv.core.internal.kernel;

/**
 * Which rows and columns of its input each row and column of an output depends on, both ends
 * included.
 */
public final class Reach {
  private final int[] rowLow;
  private final int[] rowHigh;
  private final Memory rowLows;
  private final Memory rowHighs;
  private final Memory columnLows;
  private final Memory columnHighs;
  private final int inWidth;
  private final int outWidth;

  public Reach(
      Planes owner,
      int[] rowLow,
      int[] rowHigh,
      int[] columnLow,
      int[] columnHigh,
      int inWidth,
      int outWidth) {
    this.rowLow = rowLow;
    this.rowHigh = rowHigh;
    this.rowLows = owner.tableOf(rowLow);
    this.rowHighs = owner.tableOf(rowHigh);
    this.columnLows = owner.tableOf(columnLow);
    this.columnHighs = owner.tableOf(columnHigh);
    this.inWidth = inWidth;
    this.outWidth = outWidth;
  }

  /** First output row that looks at input rows from {@code inBegin} on. */
  public int firstRow(int inBegin) {
    int y = 0;
    while (y < rowHigh.length && rowHigh[y] < inBegin) {
      y++;
    }
    return y;
  }

  /** One past the last output row that looks at input rows before {@code inEnd}. */
  public int endRow(int inEnd) {
    int y = rowLow.length;
    while (y > 0 && rowLow[y - 1] >= inEnd) {
      y--;
    }
    return y;
  }

  Memory rowLows() {
    return rowLows;
  }

  Memory rowHighs() {
    return rowHighs;
  }

  Memory columnLows() {
    return columnLows;
  }

  Memory columnHighs() {
    return columnHighs;
  }

  int inWidth() {
    return inWidth;
  }

  int outWidth() {
    return outWidth;
  }
}

package org.skipconv.core.internal.kernel;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.skipconv.core.graph.Dependence;

/**
 * Rows and columns of its input that each row and column of an output depends on, both ends
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
  private final boolean keepsColumns;

  /**
   * A reach.
   *
   * @param owner of the tables
   * @param dependence what it says
   * @param inWidth columns of the input
   */
  public Reach(Planes owner, Dependence dependence, int inWidth) {
    Dependence.Lines rows = dependence.rows();
    Dependence.Lines columns = dependence.columns();
    this.rowLow = table(rows, rows::first);
    this.rowHigh = table(rows, rows::last);
    this.rowLows = owner.tableOf(rowLow);
    this.rowHighs = owner.tableOf(rowHigh);
    this.columnLows = owner.tableOf(table(columns, columns::first));
    this.columnHighs = owner.tableOf(table(columns, columns::last));
    this.inWidth = inWidth;
    this.outWidth = columns.count();
    this.keepsColumns =
        inWidth == outWidth
            && IntStream.range(0, outWidth)
                .allMatch(x -> columns.first(x) == x && columns.last(x) == x);
  }

  private static int[] table(Dependence.Lines lines, IntUnaryOperator line) {
    return IntStream.range(0, lines.count()).map(line).toArray();
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

  /** Whether each column depends on the one of the same number alone. */
  boolean keepsColumns() {
    return keepsColumns;
  }

  int inWidth() {
    return inWidth;
  }

  int outWidth() {
    return outWidth;
  }
}

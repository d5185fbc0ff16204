package org.skipconv.core.internal.kernel;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.skipconv.core.graph.Dependence;

/**
 * Rows and columns of its input that each row and column of an output depends on, both ends
 * included.
 */
public final class Reach {
  /** By input row: the first output row that looks at it or at a later one. */
  private final int[] firstRows;

  /** By input row: one past the last output row that looks at it or at an earlier one. */
  private final int[] endRows;

  private final int outHeight;
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
    int[] rowLow = table(rows, rows::first);
    int[] rowHigh = table(rows, rows::last);
    this.outHeight = rows.count();
    this.firstRows = firstRows(rowHigh);
    this.endRows = endRows(rowLow);
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

  private static int[] firstRows(int[] rowHigh) {
    int[] rows = new int[IntStream.of(rowHigh).max().orElse(-1) + 1];
    for (int y = 0, known = 0; y < rowHigh.length; y++) {
      for (; known <= rowHigh[y]; known++) {
        rows[known] = y;
      }
    }
    return rows;
  }

  private static int[] endRows(int[] rowLow) {
    int[] rows = new int[Math.max(0, IntStream.of(rowLow).max().orElse(-1)) + 1];
    for (int y = rowLow.length - 1, known = rows.length - 1; y >= 0; y--) {
      for (; known >= Math.max(0, rowLow[y]); known--) {
        rows[known] = y + 1;
      }
    }
    return rows;
  }

  /** First output row that looks at input rows from {@code inBegin} on. */
  public int firstRow(int inBegin) {
    return inBegin < firstRows.length ? firstRows[inBegin] : outHeight;
  }

  /** One past the last output row that looks at input rows before {@code inEnd}. */
  public int endRow(int inEnd) {
    if (inEnd <= 0) {
      return 0;
    }
    return inEnd <= endRows.length ? endRows[inEnd - 1] : outHeight;
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

package org.skipconv.bench.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of a label, numbers set flush right in columns, and a remark. */
public final class TextTable {
  private record Row(String label, List<String> cells, String remark) {}

  private static final String GAP = "   ";

  private final List<Row> rows = new ArrayList<>();

  public void row(String label, List<String> cells, String remark) {
    rows.add(new Row(label, List.copyOf(cells), remark));
  }

  @Override
  public String toString() {
    int label = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Row row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        widths[i] = Math.max(widths[i], row.cells().get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder(padded(row.label(), label));
      for (int i = 0; i < row.cells().size(); i++) {
        String cell = row.cells().get(i);
        line.append(GAP).append(" ".repeat(widths[i] - cell.length())).append(cell);
      }
      line.append(GAP).append(row.remark());
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

package org.skipconv.bench.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of a label, numbers and perhaps a remark, the first row the header: for a terminal, as
 * Markdown and as HTML.
 */
public final class Table {
  private record Row(String label, List<String> cells, String remark) {

    private static Row of(String... cells) {
      return new Row(cells[0], Arrays.asList(cells).subList(1, cells.length), "");
    }

    private List<String> columns() {
      List<String> columns = new ArrayList<>(List.of(label));
      columns.addAll(cells);
      if (!remark.isEmpty()) {
        columns.add(remark);
      }
      return columns;
    }
  }

  private static final String GAP = "   ";

  private final List<Row> rows = new ArrayList<>();

  /** Returns a table of these headings, under which all rows have as many cells. */
  public static Table headed(String... headings) {
    Table table = new Table();
    table.rows.add(Row.of(headings));
    return table;
  }

  /** Adds a row of as many cells as the table has headings. */
  public Table row(String... cells) {
    int headings = rows.get(0).columns().size();
    if (cells.length != headings) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under " + headings + " headings");
    }
    rows.add(Row.of(cells));
    return this;
  }

  /** Adds a row. */
  public void row(String label, List<String> cells, String remark) {
    rows.add(new Row(label, List.copyOf(cells), remark));
  }

  /** Returns the cells of all rows, the headings first. */
  public List<List<String>> rows() {
    return rows.stream().map(Row::columns).toList();
  }

  /** Returns lines in which labels and remarks stand flush left and numbers flush right. */
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

  /** Returns a table of Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      List<String> columns = rows.get(i).columns();
      text.append(
          columns.stream()
              .map(cell -> cell.replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
      if (i == 0) {
        text.append("|---".repeat(columns.size())).append("|\n");
      }
    }
    return text.toString();
  }

  /** Returns an element of HTML. */
  public String html() {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead>");
    for (int i = 0; i < rows.size(); i++) {
      boolean head = i == 0;
      html.append("<tr>");
      rows.get(i).columns().forEach(cell -> html.append(Html.tag(head ? "th" : "td", cell)));
      html.append(head ? "</tr></thead><tbody>\n" : "</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}

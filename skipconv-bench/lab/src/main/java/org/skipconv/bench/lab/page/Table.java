package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table: words in the first column, figures in the others. */
final class Table {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  Table row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under " + head.size() + " headings");
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  String html() {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    head.forEach(cell -> html.append(Html.tag("th", cell)));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append(Html.tag("td", cell)));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }
}

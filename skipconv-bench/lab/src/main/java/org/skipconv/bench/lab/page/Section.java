package org.skipconv.bench.lab.page;

import org.skipconv.bench.cli.report.Html;

/**
 * A part of the page.
 *
 * @param id for links to it
 * @param body HTML
 */
record Section(String id, String title, String body) {
  String html() {
    return "<section id=\"" + id + "\">\n" + Html.tag("h2", title) + "\n" + body + "</section>\n";
  }

  /** A paragraph. */
  static String note(String text) {
    return Html.tag("p", text) + "\n";
  }
}

package org.skipconv.bench.lab.page;

/** Text as HTML and SVG. */
final class Html {
  private Html() {}

  /** Text between tags and in attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** An element with escaped text. */
  static String tag(String name, String text) {
    return "<" + name + ">" + escape(text) + "</" + name + ">";
  }
}

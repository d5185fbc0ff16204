package org.skipconv.bench.cli.report;

/** Text as HTML and SVG. */
public final class Html {
  private Html() {}

  /** Returns a text between tags and in attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns an element with escaped text. */
  public static String tag(String name, String text) {
    return "<" + name + ">" + escape(text) + "</" + name + ">";
  }
}

package org.skipconv.bench.cli.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** The one form of JSON in which this program writes: fields without a value are null. */
public final class Json {
  private static final Gson LINE = form().disableHtmlEscaping().create();
  private static final Gson PAGE = form().disableHtmlEscaping().setPrettyPrinting().create();

  /** Angle brackets are escaped, so that no text can end the element that it is in. */
  private static final Gson HTML = form().setPrettyPrinting().create();

  private Json() {}

  private static GsonBuilder form() {
    return new GsonBuilder().serializeNulls();
  }

  /** Returns one line, ended. */
  public static String line(Object value) {
    return LINE.toJson(value) + "\n";
  }

  /** Returns a file for people, too: several lines, the last one ended. */
  public static String page(Object value) {
    return PAGE.toJson(value) + "\n";
  }

  /** Returns the same, safe inside HTML. */
  public static String html(Object value) {
    return HTML.toJson(value) + "\n";
  }
}

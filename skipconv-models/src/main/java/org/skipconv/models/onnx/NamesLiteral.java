package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of classes as Ultralytics writes them into a file's metadata: a Python literal, either a
 * dict with keys 0, 1, 2 ... in order, <code>{0: 'person', 1: "driver's seat"}</code>, or a list of
 * texts. Anything else is none.
 */
final class NamesLiteral {
  private final String text;
  private int at;

  private NamesLiteral(String text) {
    this.text = text;
  }

  /** Names by class; empty when the text is null or no such literal. */
  static Optional<List<String>> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new NamesLiteral(text).all());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<String> all() {
    boolean dict = peek() == '{';
    expect(dict ? '{' : '[');
    char end = dict ? '}' : ']';
    List<String> names = new ArrayList<>();
    do {
      if (dict) {
        key(names.size());
      }
      names.add(string());
    } while (comma(end));
    expect(end);
    if (peek() != 0) {
      throw new IllegalArgumentException("something follows");
    }
    return names;
  }

  /** Skips blanks; 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw new IllegalArgumentException("no " + wanted + " at " + at);
    }
    at++;
  }

  /** Whether another entry follows; a comma may stand after the last one, too. */
  private boolean comma(char end) {
    if (peek() != ',') {
      return false;
    }
    at++;
    return peek() != end;
  }

  private void key(int wanted) {
    String digits = Integer.toString(wanted);
    peek();
    if (!text.startsWith(digits, at)) {
      throw new IllegalArgumentException("no key " + wanted);
    }
    at += digits.length();
    expect(':');
  }

  private String string() {
    char quote = peek();
    if (quote != '\'' && quote != '"') {
      throw new IllegalArgumentException("no text at " + at);
    }
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
        c = at < text.length() ? text.charAt(at) : 0;
        if (c != '\\' && c != '\'' && c != '"') {
          throw new IllegalArgumentException("unknown escape");
        }
      }
      name.append(c);
    }
    expect(quote);
    return name.toString();
  }
}

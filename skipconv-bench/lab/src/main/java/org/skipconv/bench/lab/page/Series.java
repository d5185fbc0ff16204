package org.skipconv.bench.lab.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Points of a chart that belong together.
 *
 * @param name for the legend; empty for none
 * @param colour number of the page's colours
 */
record Series(String name, int colour, Style style, List<Mark> marks) {
  /** Style of the marks. */
  enum Style {
    LINE,
    DASHED,
    POINTS,
    LINE_AND_POINTS
  }

  /** One value; the text shows when the pointer rests on it. */
  record Mark(double x, double y, String text) {}

  /** A straight line between two values. */
  static Series straight(String name, int colour, double x1, double y1, double x2, double y2) {
    return new Series(
        name, colour, Style.DASHED, List.of(new Mark(x1, y1, ""), new Mark(x2, y2, "")));
  }

  /** Values at first, first + 1, ... */
  static Series counted(String name, int colour, int first, List<Double> values) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      marks.add(new Mark(first + i, values.get(i), ""));
    }
    return new Series(name, colour, Style.LINE, marks);
  }
}

package org.skipconv.gates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A part of a picture, by its corners in pixels of the picture; the last is joined to the first.
 * Where the outline crosses itself, what lies within an even number of loops is outside. Immutable.
 *
 * @param corners at least 3
 */
public record Polygon(List<Corner> corners) {
  private static final int LEAST = 3;
  private static final int MOST = 10_000;
  private static final double FARTHEST = 1e6;

  /**
   * A corner, in pixels; whole numbers are centres of pixels.
   *
   * @param x column
   * @param y row
   */
  public record Corner(double x, double y) {
    /** Refuses impossible values. */
    public Corner {
      if (!(Math.abs(x) <= FARTHEST) || !(Math.abs(y) <= FARTHEST)) {
        throw new IllegalArgumentException(
            "a corner's x and y must be at most 1000000 pixels, but are " + x + " and " + y);
      }
    }
  }

  /** Copies its collections and refuses impossible values. */
  public Polygon {
    corners = List.copyOf(corners);
    if (corners.size() < LEAST || corners.size() > MOST) {
      throw new IllegalArgumentException(
          "a polygon has 3 to " + MOST + " corners, but this one has " + corners.size());
    }
  }

  /**
   * {@return the polygon of a rectangle}
   *
   * @param x left edge
   * @param y upper edge
   * @param width horizontal length, above 0
   * @param height vertical length, above 0
   */
  public static Polygon rectangle(double x, double y, double width, double height) {
    return new Polygon(
        List.of(
            new Corner(x, y),
            new Corner(x + width, y),
            new Corner(x + width, y + height),
            new Corner(x, y + height)));
  }

  /**
   * Reads corners {@code x,y} with blanks between them, such as {@code 0,0 120,0 120,40}.
   *
   * @param text the corners
   * @return the polygon
   */
  public static Polygon parse(String text) {
    List<Corner> corners = new ArrayList<>();
    for (String corner : text.strip().split("\\s+", -1)) {
      String[] numbers = corner.split(",", -1);
      try {
        if (numbers.length != 2) {
          throw new NumberFormatException("two numbers");
        }
        corners.add(new Corner(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "a polygon is written x,y x,y x,y, but \"" + corner + "\" is no corner", e);
      }
    }
    return new Polygon(corners);
  }

  /**
   * {@return whether a point lies within}
   *
   * @param x column of the picture
   * @param y row of the picture
   */
  public boolean contains(double x, double y) {
    boolean inside = false;
    Corner from = corners.get(corners.size() - 1);
    for (Corner to : corners) {
      boolean crosses = (from.y() > y) != (to.y() > y);
      if (crosses && x < from.x() + (y - from.y()) / (to.y() - from.y()) * (to.x() - from.x())) {
        inside = !inside;
      }
      from = to;
    }
    return inside;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return corners.stream()
        .map(corner -> number(corner.x()) + "," + number(corner.y()))
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value);
    return whole ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
  }
}

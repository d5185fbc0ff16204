package org.skipconv.gates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts of a stream's pictures that count. Immutable.
 *
 * <pre>{@code
 * Regions regions = Regions.ALL.ignoring(Polygon.rectangle(0, 0, 120, 40));
 * }</pre>
 *
 * @param ignored parts that do not count, such as a clock or a tree in the wind
 * @param only parts of interest, outside of which nothing counts; none where all counts
 */
public record Regions(List<Polygon> ignored, List<Polygon> only) {
  /** All of the picture counts. */
  public static final Regions ALL = new Regions(List.of(), List.of());

  /** Copies its collections. */
  public Regions {
    ignored = List.copyOf(ignored);
    only = List.copyOf(only);
  }

  /**
   * {@return these regions, in which more is ignored}
   *
   * @param more further polygons
   */
  public Regions ignoring(Polygon... more) {
    return new Regions(joined(ignored, more), only);
  }

  /**
   * {@return these regions with more parts of interest}
   *
   * @param more further polygons
   */
  public Regions only(Polygon... more) {
    return new Regions(ignored, joined(only, more));
  }

  private static List<Polygon> joined(List<Polygon> some, Polygon... more) {
    List<Polygon> all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** {@return whether all of the picture counts} */
  public boolean isAll() {
    return ignored.isEmpty() && only.isEmpty();
  }

  /**
   * {@return whether a point of the picture counts}
   *
   * @param x column of the picture
   * @param y row of the picture
   */
  public boolean counts(double x, double y) {
    return ignored.stream().noneMatch(polygon -> polygon.contains(x, y))
        && (only.isEmpty() || only.stream().anyMatch(polygon -> polygon.contains(x, y)));
  }
}

package org.skipconv.models.pose;

/**
 * A joint as found, or as it truly is.
 *
 * @param name such as {@code left_wrist}
 * @param x in pixels of the picture, from the left; whole numbers are centres of pixels
 * @param y in pixels of the picture, from the top
 * @param score the heatmap's maximum; about 0 to 1, but not bounded
 */
public record Joint(String name, float x, float y, float score) {

  /**
   * {@return the distance in pixels}
   *
   * @param other another joint
   */
  public double distance(Joint other) {
    return Math.hypot((double) x - other.x, (double) y - other.y);
  }
}

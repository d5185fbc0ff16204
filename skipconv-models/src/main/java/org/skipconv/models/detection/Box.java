package org.skipconv.models.detection;

import org.skipconv.models.vision.Placement;

/**
 * A rectangle in pixels; pixel n reaches from n to n + 1.
 *
 * @param x1 left edge
 * @param y1 upper edge
 * @param x2 right edge
 * @param y2 lower edge
 */
public record Box(float x1, float y1, float x2, float y2) {

  /**
   * {@return a box by its corner and size, as label files give it}
   *
   * @param x left edge
   * @param y upper edge
   * @param width horizontal length
   * @param height vertical length
   */
  public static Box ofSize(double x, double y, double width, double height) {
    return new Box((float) x, (float) y, (float) (x + width), (float) (y + height));
  }

  /** A box by its centre and size, as most detectors give it. */
  static Box ofCenter(double x, double y, double width, double height) {
    return ofSize(x - width / 2, y - height / 2, width, height);
  }

  /** {@return the area in square pixels; 0 when the edges are crossed} */
  public double area() {
    return Math.max((double) x2 - x1, 0) * Math.max((double) y2 - y1, 0);
  }

  /**
   * {@return the area that both cover}
   *
   * @param other another box
   */
  public double intersection(Box other) {
    double width = (double) Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = (double) Math.min(y2, other.y2) - Math.max(y1, other.y1);
    return width <= 0 || height <= 0 ? 0 : width * height;
  }

  /**
   * {@return the intersection over union, 0 to 1; 0 when neither has an area}
   *
   * @param other another box
   */
  public double iou(Box other) {
    double shared = intersection(other);
    double union = area() + other.area() - shared;
    return union <= 0 ? 0 : shared / union;
  }

  /** Returns the part inside the picture of a box in pixels of a network's input. */
  Box inPicture(Placement view) {
    return new Box(
            view.imageEdgeX(x1), view.imageEdgeY(y1), view.imageEdgeX(x2), view.imageEdgeY(y2))
        .clip(view.imageWidth(), view.imageHeight());
  }

  /** The part inside a picture of the given size. */
  Box clip(double width, double height) {
    return new Box(
        clipEdge(x1, width), clipEdge(y1, height), clipEdge(x2, width), clipEdge(y2, height));
  }

  private static float clipEdge(float edge, double limit) {
    return (float) Math.min(Math.max(edge, 0), limit);
  }

  Box moved(double right, double down) {
    return new Box(
        (float) (x1 + right), (float) (y1 + down), (float) (x2 + right), (float) (y2 + down));
  }
}

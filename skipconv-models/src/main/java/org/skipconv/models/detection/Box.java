package org.skipconv.models.detection;

/** A rectangle in pixels: left, top, right and bottom edge; pixel n reaches from n to n + 1. */
public record Box(float x1, float y1, float x2, float y2) {

  public float width() {
    return x2 - x1;
  }

  public float height() {
    return y2 - y1;
  }

  /** 0 when the edges are crossed. */
  public float area() {
    return Math.max(width(), 0) * Math.max(height(), 0);
  }

  /** Area that both cover. */
  public float intersection(Box other) {
    float width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    float height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    return width <= 0 || height <= 0 ? 0 : width * height;
  }

  /** Intersection over union, 0 to 1; 0 when neither has an area. */
  public float iou(Box other) {
    float shared = intersection(other);
    float union = area() + other.area() - shared;
    return union <= 0 ? 0 : shared / union;
  }

  /** The part inside a picture. */
  public Box clip(float width, float height) {
    return new Box(
        Math.min(Math.max(x1, 0), width),
        Math.min(Math.max(y1, 0), height),
        Math.min(Math.max(x2, 0), width),
        Math.min(Math.max(y2, 0), height));
  }

  /** All edges times a factor. */
  public Box scale(float factor) {
    return new Box(x1 * factor, y1 * factor, x2 * factor, y2 * factor);
  }
}

package org.skipconv.models.detection;

import java.util.List;

/**
 * An object that was found.
 *
 * @param x1 left edge, in pixels of the image
 * @param y1 top edge
 * @param x2 right edge
 * @param y2 bottom edge
 * @param classId COCO category, 1 to 90; channel + 1 of a network of other classes
 * @param className its name, see {@link DetectionModel#classes}
 * @param score how sure the network is, 0 to 1
 * @param landmarks points that the network finds with it, such as the eyes of a face; often none
 */
public record Detection(
    float x1,
    float y1,
    float x2,
    float y2,
    int classId,
    String className,
    float score,
    List<Landmark> landmarks) {

  /** Copies its collections. */
  public Detection {
    landmarks = List.copyOf(landmarks);
  }

  /**
   * A detection without landmarks.
   *
   * @param x1 left edge, in pixels of the picture
   * @param y1 upper edge
   * @param x2 right edge
   * @param y2 lower edge
   * @param classId id of the class
   * @param className name of the class
   * @param score 0 to 1
   */
  public Detection(
      float x1, float y1, float x2, float y2, int classId, String className, float score) {
    this(x1, y1, x2, y2, classId, className, score, List.of());
  }

  /** A detection with the name that COCO gives the class. */
  static Detection of(Box box, int classId, float score) {
    return of(box, classId, CocoLabels.name(classId), score);
  }

  static Detection of(Box box, int classId, String className, float score) {
    return new Detection(box.x1(), box.y1(), box.x2(), box.y2(), classId, className, score);
  }

  /** {@return where it is, in pixels of the picture} */
  public Box box() {
    return new Box(x1, y1, x2, y2);
  }
}

package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.models.vision.Placement;

/** Names and places of the landmarks of faces. */
final class FaceLandmarks {
  static final List<String> CLASSES = List.of("face");

  /** In the order of YuNet and RetinaFace: right and left are the person's. */
  private static final List<String> NAMES =
      List.of("right_eye", "left_eye", "nose", "right_mouth", "left_mouth");

  private FaceLandmarks() {}

  /** A point of the network's input, in its pixels. */
  interface Point {
    double at(int landmark, int axis);
  }

  /**
   * Landmarks in the picture.
   *
   * @param count number of points; 5 have names, others have numbers
   * @param points with axis 0 for x and 1 for y
   */
  static List<Landmark> of(int count, Point points, Placement view) {
    List<Landmark> landmarks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      landmarks.add(
          new Landmark(
              count == NAMES.size() ? NAMES.get(i) : "point_" + i,
              view.imageX(points.at(i, 0), view.inputWidth()),
              view.imageY(points.at(i, 1), view.inputHeight())));
    }
    return landmarks;
  }
}

package org.skipconv.models.detection;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.skipconv.models.vision.Overlay;

/** Draws the boxes and landmarks of detections, a colour for each class. */
public final class DetectionPainter {
  private DetectionPainter() {}

  /**
   * Draws all detections.
   *
   * @param overlay the picture and what is drawn on it
   * @param found best first
   * @param labels whether class and score stand beside a box, which takes fonts
   */
  public static void paint(Overlay overlay, List<Detection> found, boolean labels) {
    // The best come last, so that the labels of others do not hide theirs.
    for (int i = found.size() - 1; i >= 0; i--) {
      paint(overlay, found.get(i), labels);
    }
  }

  private static void paint(Overlay overlay, Detection found, boolean labels) {
    String label =
        labels ? String.format(Locale.ROOT, "%s %.2f", found.className(), found.score()) : "";
    Color color = Overlay.color(found.classId() - 1);
    overlay.box(found.x1(), found.y1(), found.x2(), found.y2(), label, color);
    for (Landmark landmark : found.landmarks()) {
      overlay.dot(landmark.x(), landmark.y(), color);
    }
  }
}

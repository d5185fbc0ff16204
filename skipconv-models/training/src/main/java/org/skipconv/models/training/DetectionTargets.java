package org.skipconv.models.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.models.detection.AnchorTargets;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.vision.Letterbox;

/**
 * Labels of a detector that sees letterboxed pictures, as {@link TaskLoss#detection} takes them.
 */
public final class DetectionTargets {
  private final Anchors anchors;
  private final int classes;
  private final List<TaskLoss.DetectionLevel> levels;

  /**
   * Makes the labels for networks of a model.
   *
   * @param model says anchors and classes
   */
  public DetectionTargets(DetectionModel model) {
    this.anchors = model.anchors();
    this.classes = model.classes().size();
    this.levels = levels(model);
  }

  /**
   * {@return the outputs that the labels are for}
   *
   * @param model says anchors and classes
   */
  public static List<TaskLoss.DetectionLevel> levels(DetectionModel model) {
    return model.anchors().levels().stream()
        .map(level -> new TaskLoss.DetectionLevel("class." + level.name(), "box." + level.name()))
        .toList();
  }

  /**
   * {@return the labels of a frame}
   *
   * @param objects in pixels of the picture; those of classes that the model does not have are left
   *     out
   * @param height of the picture
   * @param width of the picture
   */
  public Map<String, float[]> of(List<GroundTruth> objects, int height, int width) {
    Letterbox box = new Letterbox(height, width, anchors.inputHeight(), anchors.inputWidth());
    // Each axis has a factor of its own, since the resized picture has whole pixels.
    double down = (double) box.resizedHeight() / height;
    double right = (double) box.resizedWidth() / width;
    List<GroundTruth> seen =
        objects.stream()
            .filter(object -> object.classId() <= classes)
            .map(object -> scaled(object, down, right))
            .toList();
    AnchorTargets targets = AnchorTargets.match(anchors, seen);
    Map<String, float[]> labels = new LinkedHashMap<>();
    for (int i = 0; i < levels.size(); i++) {
      labels.put(levels.get(i).classes(), targets.classes(i));
      labels.put(levels.get(i).boxes(), targets.offsets(i));
    }
    return labels;
  }

  private static GroundTruth scaled(GroundTruth object, double down, double right) {
    Box box = object.box();
    Box inInput =
        new Box(
            (float) (right * box.x1()),
            (float) (down * box.y1()),
            (float) (right * box.x2()),
            (float) (down * box.y2()));
    return new GroundTruth(inInput, object.classId(), object.crowd());
  }
}

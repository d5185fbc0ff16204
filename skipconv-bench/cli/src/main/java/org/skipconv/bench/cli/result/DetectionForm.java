package org.skipconv.bench.cli.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.Landmark;

/** Form of objects: class, score and box, as its left upper corner, width and height. */
public final class DetectionForm implements ResultForm<List<Detection>> {

  @Override
  public List<Map<String, Object>> annotations(List<Detection> found) {
    return found.stream().map(DetectionForm::fields).toList();
  }

  private static Map<String, Object> fields(Detection object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("category_id", object.classId());
    fields.put("category", object.className());
    fields.put("score", ResultForm.score(object.score()));
    fields.put("bbox", box(object));
    if (!object.landmarks().isEmpty()) {
      Map<String, List<Double>> points = new LinkedHashMap<>();
      for (Landmark point : object.landmarks()) {
        points.put(
            point.name(), List.of(ResultForm.pixels(point.x()), ResultForm.pixels(point.y())));
      }
      fields.put("landmarks", points);
    }
    return fields;
  }

  private static List<Double> box(Detection object) {
    return List.of(
        ResultForm.pixels(object.x1()),
        ResultForm.pixels(object.y1()),
        ResultForm.pixels((double) object.x2() - object.x1()),
        ResultForm.pixels((double) object.y2() - object.y1()));
  }

  @Override
  public List<String> columns(List<Detection> found) {
    return List.of("category_id", "category", "score", "x", "y", "width", "height");
  }

  @Override
  public List<List<Object>> rows(List<Detection> found) {
    return found.stream().map(DetectionForm::row).toList();
  }

  private static List<Object> row(Detection object) {
    List<Double> box = box(object);
    return List.of(
        object.classId(),
        object.className(),
        ResultForm.score(object.score()),
        box.get(0),
        box.get(1),
        box.get(2),
        box.get(3));
  }
}

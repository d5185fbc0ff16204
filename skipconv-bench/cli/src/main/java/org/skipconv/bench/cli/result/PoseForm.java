package org.skipconv.bench.cli.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.Pose;

/** Form of the pose of one person: x, y and score of each joint; nothing when nobody is there. */
public final class PoseForm implements ResultForm<Pose> {
  /** Category of people in COCO. */
  private static final int PERSON = 1;

  private static final String NAME = "person";

  @Override
  public List<Map<String, Object>> annotations(Pose pose) {
    if (pose.isEmpty()) {
      return List.of();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("category_id", PERSON);
    fields.put("category", NAME);
    fields.put("score", ResultForm.score(pose.score()));
    fields.put("keypoints", keypoints(pose));
    return List.of(fields);
  }

  private static List<Double> keypoints(Pose pose) {
    List<Double> values = new ArrayList<>();
    for (Joint joint : pose.joints()) {
      values.add(ResultForm.pixels(joint.x()));
      values.add(ResultForm.pixels(joint.y()));
      values.add(ResultForm.score(joint.score()));
    }
    return values;
  }

  @Override
  public List<String> columns(Pose pose) {
    List<String> columns = new ArrayList<>(List.of("category_id", "category", "score"));
    for (String joint : pose.set().names()) {
      columns.addAll(List.of(joint + "_x", joint + "_y", joint + "_score"));
    }
    return columns;
  }

  @Override
  public List<List<Object>> rows(Pose pose) {
    if (pose.isEmpty()) {
      return List.of();
    }
    List<Object> row = new ArrayList<>(List.of(PERSON, NAME, ResultForm.score(pose.score())));
    row.addAll(keypoints(pose));
    return List.of(row);
  }
}

package org.skipconv.models.pose;

import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.Placement;

/** A heatmap for each joint, [1, joints, height, width]. */
record HeatmapForm() implements PoseForm {

  @Override
  public int joints(Map<String, int[]> shapes, int height, int width) {
    return NamedShapes.get(shapes, output(shapes))[1];
  }

  private static String output(Map<String, int[]> shapes) {
    return NamedShapes.only(
        shapes,
        "an output [1, joints, height, width]",
        s -> s.length == 4 && s[0] == 1 && s[1] > 0 && s[2] > 0 && s[3] > 0);
  }

  @Override
  public Pose decode(Map<String, Tensor> outputs, JointSet joints, Placement view) {
    Tensor maps = NamedShapes.get(outputs, output(NamedShapes.of(outputs)));
    return new HeatmapDecoder(joints, view).decode(maps.values(), maps.size(2), maps.size(3));
  }

  @Override
  public String toString() {
    return "heatmaps of joints";
  }
}

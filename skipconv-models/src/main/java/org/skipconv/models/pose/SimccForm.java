package org.skipconv.models.pose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.Tensor;
import org.skipconv.models.internal.NamedShapes;
import org.skipconv.models.vision.Placement;

/** Two vectors for each joint, one along each axis, whole multiples of the input long. */
record SimccForm() implements PoseForm {
  /** Names of the outputs in MMDeploy's exports; others are told apart by their sizes. */
  private static final String X = "simcc_x";

  private static final String Y = "simcc_y";

  @Override
  public int joints(Map<String, int[]> shapes, int height, int width) {
    String x = output(shapes, X, Y, width, height, width);
    String y = output(shapes, Y, X, height, height, width);
    if (x.equals(y) || NamedShapes.get(shapes, x)[1] != NamedShapes.get(shapes, y)[1]) {
      throw NamedShapes.misfit(wanted(height, width), shapes);
    }
    return NamedShapes.get(shapes, x)[1];
  }

  private static String output(
      Map<String, int[]> shapes, String name, String other, int length, int height, int width) {
    if (shapes.containsKey(name) && fits(NamedShapes.get(shapes, name), length)) {
      return name;
    }
    Set<String> names = new LinkedHashSet<>(NamedShapes.all(shapes, s -> fits(s, length)));
    names.remove(other);
    if (names.size() != 1) {
      throw NamedShapes.misfit(wanted(height, width), shapes);
    }
    return names.iterator().next();
  }

  private static boolean fits(int[] shape, int length) {
    return shape.length == 3
        && shape[0] == 1
        && shape[1] > 0
        && shape[2] > 0
        && shape[2] % length == 0;
  }

  private static String wanted(int height, int width) {
    return "outputs [1, joints, n * "
        + width
        + "] and [1, joints, m * "
        + height
        + "], named "
        + X
        + " and "
        + Y
        + " where both could be either";
  }

  @Override
  public Pose decode(Map<String, Tensor> outputs, JointSet joints, Placement view) {
    Map<String, int[]> shapes = NamedShapes.of(outputs);
    int height = view.inputHeight();
    int width = view.inputWidth();
    Tensor x = NamedShapes.get(outputs, output(shapes, X, Y, width, height, width));
    Tensor y = NamedShapes.get(outputs, output(shapes, Y, X, height, height, width));
    List<Joint> found = new ArrayList<>(joints.size());
    for (int joint = 0; joint < joints.size(); joint++) {
      found.add(locate(x, y, joint, joints.names().get(joint), view));
    }
    return new Pose(joints, found);
  }

  private static Joint locate(Tensor x, Tensor y, int joint, String name, Placement view) {
    int bestX = best(x, joint);
    int bestY = best(y, joint);
    float score = Math.min(x.get(joint * x.size(2) + bestX), y.get(joint * y.size(2) + bestY));
    boolean found = score > 0;
    return new Joint(
        name,
        view.imageX(found ? bestX : 0, x.size(2)),
        view.imageY(found ? bestY : 0, y.size(2)),
        score);
  }

  private static int best(Tensor axis, int joint) {
    int start = joint * axis.size(2);
    int best = 0;
    for (int i = 1; i < axis.size(2); i++) {
      if (axis.get(start + i) > axis.get(start + best)) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public String toString() {
    return "SimCC, joints by their two axes";
  }
}

package org.skipconv.bench.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pck;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;
import org.skipconv.models.scene.Scene;

/**
 * How many joints of a generated scene's person both paths find: within 0.2 of the longer side of
 * the person's box. Joints outside the picture do not count.
 */
final class PoseTruth {
  private static final double FRACTION = 0.2;

  private final Scene scene;
  private final Pck dense = new Pck(FRACTION);
  private final Pck skip = new Pck(FRACTION);

  PoseTruth(Scene scene) {
    this.scene = scene;
  }

  void add(int frame, Pose ofDense, Pose ofSkip) {
    for (Figure figure : scene.frame(frame).figures()) {
      if (figure.classId() == Figure.PERSON) {
        Pose truth = pose(figure);
        dense.add(truth, ofDense, size(figure));
        skip.add(truth, ofSkip, size(figure));
      }
    }
  }

  /** What fractions are of: the longer side of the person's box, in pixels. */
  static double size(Figure figure) {
    return Math.max(figure.box().width(), figure.box().height());
  }

  /** A person's joints; those outside the picture have a score of 0. */
  static Pose pose(Figure figure) {
    List<Joint> joints = new ArrayList<>();
    for (int j = 0; j < figure.joints().size(); j++) {
      FigureJoint joint = figure.joints().get(j);
      float score = joint.visibility() > 0 ? 1 : 0;
      joints.add(new Joint(Figure.JOINT_NAMES.get(j), (float) joint.x(), (float) joint.y(), score));
    }
    return new Pose(JointSet.COCO_17, joints);
  }

  /** By name, for the report. */
  Map<String, Double> values() {
    Map<String, Double> values = new java.util.LinkedHashMap<>();
    values.put("truePckAt02Dense", LabelScores.boxed(dense.share()));
    values.put("truePckAt02Skip", LabelScores.boxed(skip.share()));
    return values;
  }

  /** In words; empty when nobody was there. */
  String text() {
    if (dense.joints() == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "PCK@0.2 against the truth: dense %.2f %%, skip %.2f %% of %d joints",
        100 * dense.share().orElseThrow(),
        100 * skip.share().orElseThrow(),
        dense.joints());
  }
}

package org.skipconv.bench.cli.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.skipconv.models.detection.Box;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;

/** People of a generated scene, as people are labelled. */
final class SceneTruth {
  /** Source of the truth. */
  static final String SOURCE = "the generated scene";

  private SceneTruth() {}

  /** The people among a frame's figures. */
  static List<PoseLabels.Person> people(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.classId() == Figure.PERSON)
        .map(SceneTruth::person)
        .toList();
  }

  /** Joints outside the picture are unknown. */
  private static PoseLabels.Person person(Figure figure) {
    List<Optional<Joint>> joints = new ArrayList<>();
    for (int j = 0; j < figure.joints().size(); j++) {
      FigureJoint joint = figure.joints().get(j);
      Joint known = new Joint(Figure.JOINT_NAMES.get(j), (float) joint.x(), (float) joint.y(), 1);
      joints.add(joint.visibility() > 0 ? Optional.of(known) : Optional.empty());
    }
    Figure.PixelBox box = figure.box();
    return new PoseLabels.Person(Box.ofSize(box.x0(), box.y0(), box.width(), box.height()), joints);
  }
}

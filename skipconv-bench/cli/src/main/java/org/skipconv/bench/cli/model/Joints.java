package org.skipconv.bench.cli.model;

import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.models.pose.JointSet;

/** Sets of joints by what the user says of them. */
public final class Joints {
  private static final List<JointSet> KNOWN =
      List.of(JointSet.COCO_17, JointSet.MPII_16, JointSet.JHMDB_15);

  private Joints() {}

  /** Returns the published set of so many joints, or one of numbers. */
  public static JointSet ofSize(int count) {
    return KNOWN.stream()
        .filter(set -> set.size() == count)
        .findFirst()
        .orElseGet(
            () -> named(IntStream.range(0, count).mapToObj(joint -> "joint_" + joint).toList()));
  }

  /** Returns a set of joints between which no bones are known. */
  public static JointSet named(List<String> names) {
    return new JointSet(names.size() + " joints", names, List.of());
  }
}

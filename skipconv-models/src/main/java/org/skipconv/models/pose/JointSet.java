package org.skipconv.models.pose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The joints that a network finds, in the order of its heatmaps.
 *
 * @param name of the set
 * @param names of the joints, in order; those of the two sides start with {@code left_} and {@code
 *     right_}
 * @param edges pairs of joints between which a skeleton is drawn
 */
public record JointSet(String name, List<String> names, List<Edge> edges) {

  /** The 17 joints of COCO. */
  public static final JointSet COCO_17 =
      new JointSet(
          "COCO-17",
          words(
              "nose left_eye right_eye left_ear right_ear left_shoulder right_shoulder left_elbow"
                  + " right_elbow left_wrist right_wrist left_hip right_hip left_knee right_knee"
                  + " left_ankle right_ankle"),
          edges("0-1 0-2 1-3 2-4 5-6 5-7 7-9 6-8 8-10 5-11 6-12 11-12 11-13 13-15 12-14 14-16"));

  /** The 16 joints of MPII Human Pose. */
  public static final JointSet MPII_16 =
      new JointSet(
          "MPII-16",
          words(
              "right_ankle right_knee right_hip left_hip left_knee left_ankle pelvis thorax"
                  + " upper_neck head_top right_wrist right_elbow right_shoulder left_shoulder"
                  + " left_elbow left_wrist"),
          edges("0-1 1-2 2-6 3-6 3-4 4-5 6-7 7-8 8-9 10-11 11-12 12-7 7-13 13-14 14-15"));

  /** The 15 joints of JHMDB. */
  public static final JointSet JHMDB_15 =
      new JointSet(
          "JHMDB-15",
          words(
              "neck belly head right_shoulder left_shoulder right_hip left_hip right_elbow"
                  + " left_elbow right_knee left_knee right_wrist left_wrist right_ankle"
                  + " left_ankle"),
          edges("0-2 0-1 0-3 0-4 3-7 7-11 4-8 8-12 1-5 1-6 5-9 9-13 6-10 10-14"));

  /** Side of the body, as the person has it. */
  public enum Side {
    /** Left, as the person sees it. */
    LEFT,
    /** Right, as the person sees it. */
    RIGHT,
    /** Neither: in the middle of the body. */
    MIDDLE
  }

  /**
   * A bone.
   *
   * @param from a joint's number
   * @param to another's
   */
  public record Edge(int from, int to) {}

  /** Copies its collections and refuses impossible values. */
  public JointSet {
    names = List.copyOf(names);
    edges = List.copyOf(edges);
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("joints need names that differ, but are " + names);
    }
    for (Edge edge : edges) {
      if (Math.min(edge.from, edge.to) < 0 || Math.max(edge.from, edge.to) >= names.size()) {
        throw new IllegalArgumentException(edge + " is not within " + names.size() + " joints");
      }
    }
  }

  /**
   * {@return the published set of so many joints}
   *
   * @param joints 17, 16 or 15
   */
  public static JointSet ofSize(int joints) {
    return known(joints)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no known set of "
                        + joints
                        + " joints, only of 17 (COCO), 16 (MPII) and 15 (JHMDB): name the joints"
                        + " yourself"));
  }

  /** Returns the published set of so many joints; empty when there is none. */
  static Optional<JointSet> known(int joints) {
    return Stream.of(COCO_17, MPII_16, JHMDB_15).filter(set -> set.size() == joints).findFirst();
  }

  /** Returns a set of joints of which nobody said what they are: numbers from 0 and no edges. */
  static JointSet numbered(int joints) {
    List<String> names = IntStream.range(0, joints).mapToObj(i -> "joint_" + i).toList();
    return new JointSet(joints + " joints", names, List.of());
  }

  /** {@return the number of joints} */
  public int size() {
    return names.size();
  }

  /**
   * {@return the number of a joint}
   *
   * @param joint name of the joint
   * @throws IllegalArgumentException when there is none of that name
   */
  public int index(String joint) {
    int index = names.indexOf(joint);
    if (index < 0) {
      throw new IllegalArgumentException(this + " has no joint " + joint + ", only " + names);
    }
    return index;
  }

  /**
   * {@return the side of a joint, by its name}
   *
   * @param joint number of the joint, from 0
   */
  public Side side(int joint) {
    String text = names.get(joint);
    return text.startsWith("left_")
        ? Side.LEFT
        : text.startsWith("right_") ? Side.RIGHT : Side.MIDDLE;
  }

  /**
   * {@return the joint that a mirror puts in this one's place: itself in the middle of the body}
   *
   * @param joint number of the joint, from 0
   */
  public int mirrored(int joint) {
    String text = names.get(joint);
    return switch (side(joint)) {
      case LEFT -> index("right_" + text.substring("left_".length()));
      case RIGHT -> index("left_" + text.substring("right_".length()));
      case MIDDLE -> joint;
    };
  }

  /** {@return the pairs of left and right, the lower number first} */
  public List<Edge> pairs() {
    List<Edge> pairs = new ArrayList<>();
    for (int joint = 0; joint < size(); joint++) {
      if (joint < mirrored(joint)) {
        pairs.add(new Edge(joint, mirrored(joint)));
      }
    }
    return pairs;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  private static List<Edge> edges(String text) {
    List<Edge> edges = new ArrayList<>();
    for (String edge : words(text)) {
      int dash = edge.indexOf('-');
      edges.add(
          new Edge(
              Integer.parseInt(edge.substring(0, dash)),
              Integer.parseInt(edge.substring(dash + 1))));
    }
    return edges;
  }

  @Override
  public String toString() {
    return name;
  }
}

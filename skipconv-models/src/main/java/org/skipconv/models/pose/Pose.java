package org.skipconv.models.pose;

import java.util.List;

/**
 * The joints of one person.
 *
 * @param set which joints they are
 * @param joints in the order of the set
 */
public record Pose(JointSet set, List<Joint> joints) {
  private static final float COUNTED = 0.2f;

  /** A heatmap or two rise above {@link #COUNTED} at furniture, too. */
  private static final int LEAST_COUNTED = 3;

  /** Copies its collections and refuses impossible values. */
  public Pose {
    joints = List.copyOf(joints);
    if (joints.size() != set.size()) {
      throw new IllegalArgumentException(
          "a pose of " + set + " has " + set.size() + " joints, not " + joints.size());
    }
    for (int i = 0; i < joints.size(); i++) {
      if (!joints.get(i).name().equals(set.names().get(i))) {
        throw new IllegalArgumentException(
            "joint "
                + i
                + " of "
                + set
                + " is "
                + set.names().get(i)
                + ", not "
                + joints.get(i).name());
      }
    }
  }

  /**
   * {@return the joint of a name}
   *
   * @param name name of the joint, such as {@code nose}
   * @throws IllegalArgumentException when there is none; the message lists those there are
   */
  public Joint joint(String name) {
    return joints.get(set.index(name));
  }

  /** {@return whether nobody is to be seen: fewer than 3 joints score above 0.2} */
  public boolean isEmpty() {
    return joints.stream().filter(joint -> joint.score() > COUNTED).count() < LEAST_COUNTED;
  }

  /**
   * {@return the mean score of the joints above 0.2, 0 when there are none (the COCO evaluation of
   * HRNet)}
   */
  public float score() {
    return (float)
        joints.stream()
            .mapToDouble(Joint::score)
            .filter(score -> score > COUNTED)
            .average()
            .orElse(0);
  }
}

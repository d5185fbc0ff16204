package org.skipconv.models.pose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.skipconv.models.Score;
import org.skipconv.models.Truth;

/**
 * Known people in the frames of a video, by whom poses are judged: the share of joints within 0.1
 * of the longer side of the person's box. Joints whose place is unknown do not count.
 *
 * @param source name of the file of labels or of the video's generator
 * @param people people in a frame, by its number from 0; empty when they are unknown
 */
public record PoseTruth(String source, IntFunction<Optional<List<PoseLabels.Person>>> people)
    implements Truth<Pose> {
  private static final double FRACTION = 0.1;

  /** Refuses impossible values. */
  public PoseTruth {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(people, "people");
  }

  @Override
  public Score<Pose> score() {
    return new PckScore();
  }

  /**
   * {@return a person's joints as a pose: a score of 1 where the joint is known, else 0}
   *
   * @param person a labelled person
   */
  public static Pose pose(PoseLabels.Person person) {
    List<Joint> joints = new ArrayList<>();
    for (int j = 0; j < person.joints().size(); j++) {
      String name = JointSet.COCO_17.names().get(j);
      joints.add(person.joints().get(j).orElse(new Joint(name, 0, 0, 0)));
    }
    return new Pose(JointSet.COCO_17, joints);
  }

  /**
   * {@return the longer side of the person's box, in pixels, of which fractions are taken}
   *
   * @param person a labelled person
   */
  public static double size(PoseLabels.Person person) {
    return Math.max(
        (double) person.box().x2() - person.box().x1(),
        (double) person.box().y2() - person.box().y1());
  }

  private final class PckScore implements Score<Pose> {
    private final Pck pck = new Pck(FRACTION);

    @Override
    public boolean add(int frame, Pose result) {
      Optional<List<PoseLabels.Person>> known = people.apply(frame);
      known.orElse(List.of()).forEach(person -> pck.add(pose(person), result, size(person)));
      return known.isPresent();
    }

    @Override
    public long objects() {
      return pck.joints();
    }

    @Override
    public Map<String, OptionalDouble> values() {
      return Map.of("pckAt01", pck.share());
    }
  }
}

package org.skipconv.models.pose;

import java.util.OptionalDouble;

/**
 * Percentage of correct keypoints: the share of true joints whose estimate lies within a fraction
 * of a size, the border included. Adds up over frames; not thread-safe.
 */
public final class Pck {
  private final double fraction;
  private final float minScore;
  private long[] counted = new long[0];
  private long[] correct = new long[0];

  /**
   * Counts the joints whose true score is above 0.
   *
   * @param fraction of the size, such as 0.2
   */
  public Pck(double fraction) {
    this(fraction, 0);
  }

  /**
   * Counts the joints whose true score is above a limit.
   *
   * @param fraction of the size, such as 0.2
   * @param minScore what the true joint's score must exceed
   */
  public Pck(double fraction, float minScore) {
    if (!(fraction >= 0) || Double.isInfinite(fraction)) {
      throw new IllegalArgumentException("the fraction must be 0 or more, but is " + fraction);
    }
    this.fraction = fraction;
    this.minScore = minScore;
  }

  /**
   * Adds a frame.
   *
   * @param truth where the joints are; a score of 0 for those that do not count
   * @param estimate of the same joint set
   * @param size in pixels: the longer side of the person's box or of the crop
   */
  public void add(Pose truth, Pose estimate, double size) {
    if (!truth.set().equals(estimate.set())) {
      throw new IllegalArgumentException(
          "cannot compare " + truth.set() + " with " + estimate.set());
    }
    if (!(size > 0) || Double.isInfinite(size)) {
      throw new IllegalArgumentException("the size must be above 0, but is " + size);
    }
    int joints = truth.set().size();
    if (counted.length == 0) {
      counted = new long[joints];
      correct = new long[joints];
    } else if (counted.length != joints) {
      throw new IllegalArgumentException(
          "the frames before had " + counted.length + " joints, this one has " + joints);
    }
    for (int i = 0; i < joints; i++) {
      Joint joint = truth.joints().get(i);
      if (joint.score() > minScore) {
        counted[i]++;
        correct[i] += joint.distance(estimate.joints().get(i)) <= fraction * size ? 1 : 0;
      }
    }
  }

  /** {@return the joints that counted so far} */
  public long joints() {
    return sum(counted);
  }

  /** {@return the share of all joints that counted, 0 to 1; empty when none did} */
  public OptionalDouble share() {
    return share(sum(correct), sum(counted));
  }

  /**
   * {@return the share for one joint, 0 to 1; empty when it never counted}
   *
   * @param joint number of the joint, from 0
   */
  public OptionalDouble share(int joint) {
    return counted.length == 0 ? OptionalDouble.empty() : share(correct[joint], counted[joint]);
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}

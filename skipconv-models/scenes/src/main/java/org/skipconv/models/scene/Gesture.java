package org.skipconv.models.scene;

/**
 * Angles of the arms of a standing person; degrees.
 *
 * @param left how the left arm is held
 * @param right how the right arm is held
 */
record Gesture(Arm left, Arm right) {
  /**
   * @param swing upper arm forward of the vertical
   * @param out upper arm away from the body
   * @param elbow bend
   * @param inward turn of the forearm's plane from forward towards the other arm
   */
  record Arm(double swing, double out, double elbow, double inward) {
    Arm to(Arm other, double share) {
      double keep = 1 - share;
      return new Arm(
          keep * swing + share * other.swing,
          keep * out + share * other.out,
          keep * elbow + share * other.elbow,
          keep * inward + share * other.inward);
    }
  }

  private static final Arm HANGING = new Arm(2, 9, 14, 0);
  private static final Arm PHONE = new Arm(35, 20, 142, 15);
  private static final Arm HIP = new Arm(-12, 42, 88, 72);
  private static final Arm FOLDED = new Arm(22, 12, 98, 66);
  private static final Arm READING = new Arm(22, 12, 92, 28);
  private static final Arm RAISED = new Arm(150, 35, 35, 0);
  private static final Arm POINTING = new Arm(78, 10, 10, 0);

  private static final Gesture[] ALL = {
    new Gesture(HANGING, HANGING),
    new Gesture(HANGING, PHONE),
    new Gesture(PHONE, HANGING),
    new Gesture(HIP, HIP),
    new Gesture(FOLDED, FOLDED),
    new Gesture(READING, READING),
    new Gesture(HANGING, RAISED),
    new Gesture(POINTING, HANGING),
    new Gesture(HIP, POINTING)
  };

  static Gesture of(long number) {
    return ALL[(int) Math.floorMod(number, (long) ALL.length)];
  }
}

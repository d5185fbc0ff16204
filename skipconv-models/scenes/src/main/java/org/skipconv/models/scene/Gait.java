package org.skipconv.models.scene;

/**
 * Angles of a walking leg over one stride, from heel strike at phase 0 to the next at 1, in
 * degrees; fitted by hand to the mean curves of normal walking (Winter; Perry, "Gait Analysis").
 */
final class Gait {
  private static final double HIP_MEAN = 8;
  private static final double HIP_SWING = 23;

  private Gait() {}

  /** Thigh forward of the vertical. */
  static double hip(double phase, double amplitude) {
    return amplitude * (HIP_MEAN + HIP_SWING * cos(360 * phase));
  }

  /** Shank back from the line of the thigh. */
  static double knee(double phase, double amplitude) {
    return 3 + amplitude * (14 * bump(phase, 0.14, 0.08) + 57 * bump(phase, 0.72, 0.11));
  }

  /** Toes above the heel. */
  static double foot(double phase, double amplitude) {
    return amplitude
        * (18 * bump(phase, 0, 0.06) - 48 * bump(phase, 0.62, 0.09) + 8 * bump(phase, 0.9, 0.1));
  }

  /** Length of a stride (two steps), so that the foot on the ground stays where it is. */
  static double stride(double leg, double amplitude) {
    double forward = sin(amplitude * (HIP_MEAN + HIP_SWING));
    double back = sin(amplitude * (HIP_SWING - HIP_MEAN));
    return 2 * leg * (forward + back);
  }

  static double cos(double degrees) {
    return StrictMath.cos(StrictMath.toRadians(degrees));
  }

  static double sin(double degrees) {
    return StrictMath.sin(StrictMath.toRadians(degrees));
  }

  /** A bell of height 1 that repeats every 1. */
  private static double bump(double phase, double at, double width) {
    double d = phase - at - Math.rint(phase - at);
    return StrictMath.exp(-(d / width) * (d / width));
  }
}

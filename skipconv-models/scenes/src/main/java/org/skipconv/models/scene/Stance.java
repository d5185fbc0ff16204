package org.skipconv.models.scene;

/** Place of a person in a frame and phase of its movements: all that {@link Walker} remembers. */
final class Stance {
  boolean present;

  /** On the ground, metres. */
  double x;

  double z;

  /** Radians from "away from the camera" towards the camera's right. */
  double heading;

  /** Metres a frame. */
  double speed;

  /** Phase of the left leg's stride, in strides; the right one's is half a stride later. */
  double phase;

  /** Amplitude of the gait: 0 standing, 1 at the natural pace. */
  double swing;

  /** Share of what standing people do, 0 to 1. */
  double idle;

  /** Time spent on that. */
  double seconds;

  long gesture;
  double goalX;
  double goalZ;
  int goals;

  Stance copy() {
    Stance copy = new Stance();
    copy.present = present;
    copy.x = x;
    copy.z = z;
    copy.heading = heading;
    copy.speed = speed;
    copy.phase = phase;
    copy.swing = swing;
    copy.idle = idle;
    copy.seconds = seconds;
    copy.gesture = gesture;
    copy.goalX = goalX;
    copy.goalZ = goalZ;
    copy.goals = goals;
    return copy;
  }
}

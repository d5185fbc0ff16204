package org.skipconv.models.scene;

/**
 * A person's joints in the world, from how it is built and its stance. Index 0 of each pair is the
 * left one.
 */
final class Skeleton {
  final Vec forward;
  final Vec left;
  final Vec face;
  final Vec hips;
  final Vec chest;
  final Vec head;
  final Vec[] shoulder = new Vec[2];
  final Vec[] elbow = new Vec[2];
  final Vec[] wrist = new Vec[2];
  final Vec[] hand = new Vec[2];
  final Vec[] hip = new Vec[2];
  final Vec[] knee = new Vec[2];
  final Vec[] ankle = new Vec[2];
  final Vec[] heel = new Vec[2];
  final Vec[] toe = new Vec[2];

  Skeleton(Physique body, Stance stance) {
    forward = ahead(stance.heading);
    left = toLeft(forward);
    double drop = legs(body, stance, new Vec(0, 0, 0));
    double time = stance.seconds;
    double sway = 0.02 * stance.swing * Gait.cos(360 * stance.phase - 90);
    double shift = stance.idle * 0.018 * Gait.sin(70 * time);
    Vec at = new Vec(stance.x, -drop, stance.z).plus(sway + shift, left);
    hips = at;
    legs(body, stance, at);
    double twist = stance.swing * 7 * Gait.cos(360 * stance.phase);
    double lean = body.lean() * (0.5 + 0.5 * stance.swing) + stance.idle * Gait.sin(41 * time);
    Vec spine = new Vec(0, Gait.cos(lean), 0).plus(Gait.sin(lean), forward);
    chest = hips.plus(body.trunk(), spine);
    Vec shoulderAhead = turned(forward, twist);
    arms(body, stance, shoulderAhead);
    double look = stance.idle * (26 * Gait.sin(33 * time) + 14 * Gait.sin(57 * time + 40));
    face = turned(forward, look);
    head = chest.plus(0.116 * body.height(), spine).plus(0.012 * body.height(), forward);
  }

  private static Vec ahead(double heading) {
    return new Vec(StrictMath.sin(heading), 0, StrictMath.cos(heading));
  }

  private static Vec toLeft(Vec ahead) {
    return new Vec(-ahead.z(), 0, ahead.x());
  }

  /** Turned to the left by degrees, about the vertical. */
  private static Vec turned(Vec ahead, double degrees) {
    return ahead.times(Gait.cos(degrees)).plus(Gait.sin(degrees), toLeft(ahead));
  }

  /** Places both legs below the hips; returns the height of the lowest point of the feet. */
  private double legs(Physique body, Stance stance, Vec root) {
    double lowest = 0;
    for (int side = 0; side < 2; side++) {
      double phase = stance.phase + 0.5 * side;
      double thigh = Gait.hip(phase, stance.swing);
      double shank = thigh - Gait.knee(phase, stance.swing);
      double pitch = Gait.foot(phase, stance.swing);
      double outward = side == 0 ? 1 : -1;
      hip[side] = root.plus(outward * body.hipHalf(), left);
      knee[side] = hip[side].plus(body.thigh(), down(thigh)).plus(outward * 0.005, left);
      ankle[side] = knee[side].plus(body.shank(), down(shank));
      Vec sole = new Vec(0, Gait.sin(pitch), 0).plus(Gait.cos(pitch), forward);
      Vec under = new Vec(0, -Gait.cos(pitch), 0).plus(Gait.sin(pitch), forward);
      Vec ground = ankle[side].plus(0.04 * body.height(), under);
      heel[side] = ground.plus(-0.025 * body.height(), sole).plus(outward * 0.005, left);
      toe[side] = ground.plus(0.095 * body.height(), sole).plus(outward * 0.03, left);
      lowest = Math.min(lowest, Math.min(heel[side].y(), toe[side].y()));
    }
    return lowest;
  }

  private Vec down(double degreesForward) {
    return new Vec(0, -Gait.cos(degreesForward), 0).plus(Gait.sin(degreesForward), forward);
  }

  private void arms(Physique body, Stance stance, Vec ahead) {
    Vec leftward = toLeft(ahead);
    Gesture gesture = Gesture.of(stance.gesture);
    for (int side = 0; side < 2; side++) {
      double swing = -stance.swing * body.armSwing() * Gait.cos(360 * (stance.phase + 0.5 * side));
      Gesture.Arm walking = new Gesture.Arm(swing + 4, 8, 16 + 0.6 * Math.max(0, swing), 8);
      Gesture.Arm held = side == 0 ? gesture.left() : gesture.right();
      Gesture.Arm arm = walking.to(held, Hash.ease(stance.idle));
      double breath = stance.idle * 2 * Gait.sin(90 * stance.seconds + 130 * side);
      Vec outward = leftward.times(side == 0 ? 1 : -1);
      shoulder[side] = chest.plus(body.shoulderHalf(), outward);
      arm(body, side, arm, breath, outward, ahead);
    }
  }

  private void arm(Physique body, int side, Gesture.Arm arm, double extra, Vec outward, Vec ahead) {
    double ss = Gait.sin(arm.swing() + extra);
    double cs = Gait.cos(arm.swing() + extra);
    double so = Gait.sin(arm.out());
    double co = Gait.cos(arm.out());
    Vec upper = local(so, -co * cs, co * ss, outward, ahead);
    Vec front = local(0, ss, cs, outward, ahead);
    Vec inner = local(-co, -so * cs, so * ss, outward, ahead);
    Vec bend = front.times(Gait.cos(arm.inward())).plus(Gait.sin(arm.inward()), inner);
    double flexed = arm.elbow() + extra;
    Vec lower = upper.times(Gait.cos(flexed)).plus(Gait.sin(flexed), bend);
    elbow[side] = shoulder[side].plus(body.upperArm(), upper);
    wrist[side] = elbow[side].plus(body.forearm(), lower);
    hand[side] = wrist[side].plus(0.045 * body.height(), lower);
  }

  private static Vec local(double out, double up, double ahead, Vec outward, Vec forward) {
    return outward.times(out).plus(ahead, forward).plus(new Vec(0, up, 0));
  }

  /** A point of the head: metres ahead of, to the left of and above its centre. */
  Vec onHead(double ahead, double leftward, double up) {
    return head.plus(ahead, face).plus(leftward, toLeft(face)).plus(new Vec(0, up, 0));
  }
}

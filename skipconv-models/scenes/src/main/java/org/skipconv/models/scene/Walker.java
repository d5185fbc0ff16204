package org.skipconv.models.scene;

/** Leads a person through its script, frame by frame. */
final class Walker {
  private static final int PLACE = 1;
  private static final int OUTSIDE = 2;
  private static final int GOAL = 3;
  private static final int GESTURE = 4;

  private final WalkingGround ground;
  private final Script script;
  private final Physique body;
  private final long seed;
  private final double frameTime;

  /** Frames it takes to get going, or to stop. */
  private final int easing;

  Walker(WalkingGround ground, Script script, Physique body, long seed, double frameRate) {
    this.ground = ground;
    this.script = script;
    this.body = body;
    this.seed = seed;
    frameTime = 1 / frameRate;
    easing = (int) Math.ceil(0.5 * frameRate);
  }

  private long draw(int purpose, int number) {
    return Hash.mix(Hash.mix(seed, purpose), number);
  }

  /** On its place, ready for frame 0 to be made of it by {@link #advance}. */
  Stance start() {
    Stance s = new Stance();
    Vec place = ground.place(draw(PLACE, 0));
    s.present = true;
    s.x = place.x();
    s.z = place.z();
    s.goalX = s.x;
    s.goalZ = s.z;
    s.heading = Math.PI * (2 * Hash.unit(seed, 0) - 1);
    return s;
  }

  /** From the frame before to this one. */
  void advance(Stance s, int frame) {
    Script.Moment now = script.at(frame);
    switch (now.act().action()) {
      case WALK_IN -> walkIn(s, now);
      case WALK -> walk(s, now);
      case STAND -> stand(s, now);
      case STILL -> s.speed = 0;
      case LEAVE -> leave(s, now);
      case AWAY -> s.present = false;
      default -> throw new AssertionError(now);
    }
  }

  private void walkIn(Stance s, Script.Moment now) {
    if (now.over()) {
      s.speed = 0;
      return;
    }
    if (now.elapsed() == 0) {
      Vec from = ground.outside(draw(OUTSIDE, now.ordinal()));
      Vec place = ground.place(draw(PLACE, now.ordinal()));
      s.present = true;
      s.x = from.x();
      s.z = from.z();
      s.goalX = place.x();
      s.goalZ = place.z();
      s.heading = toGoal(s);
      s.idle = 0;
      s.speed = body.pace() * frameTime;
      s.swing = 1;
      s.phase = Hash.unit(seed, now.ordinal());
      return;
    }
    int left = now.act().frames() - now.elapsed();
    approach(s, left, now.nextStands(), 1);
  }

  private void leave(Stance s, Script.Moment now) {
    if (now.over()) {
      s.present = false;
      return;
    }
    if (now.elapsed() == 0) {
      Vec to = ground.outside(draw(OUTSIDE, now.ordinal()));
      s.goalX = to.x();
      s.goalZ = to.z();
    }
    int left = now.act().frames() - now.elapsed();
    approach(s, left, false, Math.min(1, (now.elapsed() + 1.0) / easing));
  }

  /** Straight to the goal, to be there after so many moves. */
  private void approach(Stance s, int moves, boolean stops, double share) {
    double dx = s.goalX - s.x;
    double dz = s.goalZ - s.z;
    double distance = Math.sqrt(dx * dx + dz * dz);
    double wanted = distance / moves;
    if (stops && moves <= easing) {
      wanted = 2 * distance / (moves + 1);
    } else if (stops) {
      wanted = distance / (moves - (easing - 1) / 2.0);
    }
    double off = distance > 1e-6 ? turn(s, StrictMath.atan2(dx, dz)) : 0;
    double step = moves == 1 ? distance : wanted * share * Math.max(0, StrictMath.cos(off));
    if (distance > 1e-9) {
      s.x += dx * step / distance;
      s.z += dz * step / distance;
    }
    stride(s, step);
  }

  private void walk(Stance s, Script.Moment now) {
    double dx = s.goalX - s.x;
    double dz = s.goalZ - s.z;
    if (now.elapsed() == 0 || dx * dx + dz * dz < 0.3 * 0.3) {
      Vec goal = ground.place(draw(GOAL, s.goals++));
      s.goalX = goal.x();
      s.goalZ = goal.z();
    }
    s.present = true;
    double off = turn(s, toGoal(s));
    double natural = body.pace() * frameTime;
    double wanted = natural * Math.max(0.2, StrictMath.cos(off));
    int left = now.act().frames() - now.elapsed();
    if (now.nextStands() && !now.over()) {
      wanted = Math.min(wanted, natural * left / (easing + 1.0));
    }
    double change = natural / easing;
    double step = s.speed + Math.max(-change, Math.min(change, wanted - s.speed));
    s.x += StrictMath.sin(s.heading) * step;
    s.z += StrictMath.cos(s.heading) * step;
    stride(s, step);
  }

  private void stand(Stance s, Script.Moment now) {
    if (now.elapsed() == 0) {
      s.gesture = draw(GESTURE, now.ordinal()) >>> 1;
    }
    stride(s, 0);
    s.idle = Math.min(1, s.idle + frameTime / 0.8);
    s.seconds += frameTime;
  }

  private static double toGoal(Stance s) {
    return StrictMath.atan2(s.goalX - s.x, s.goalZ - s.z);
  }

  /** Turns towards a heading, at most half a turn a second; returns what is left to turn. */
  private double turn(Stance s, double wanted) {
    double off = StrictMath.IEEEremainder(wanted - s.heading, 2 * Math.PI);
    double most = Math.PI * frameTime;
    double turned = Math.max(-most, Math.min(most, off));
    s.heading = StrictMath.IEEEremainder(s.heading + turned, 2 * Math.PI);
    return off - turned;
  }

  /** Moves the legs as far as the person went, so that feet on the ground do not slide. */
  private void stride(Stance s, double step) {
    s.speed = step;
    double wanted = Math.min(1.2, Math.sqrt(step / (body.pace() * frameTime)));
    double most = frameTime / 0.35;
    s.swing += Math.max(-most, Math.min(most, wanted - s.swing));
    double reach = Gait.stride(body.thigh() + body.shank(), Math.max(0.25, s.swing));
    s.phase += step / reach;
    s.phase -= Math.floor(s.phase);
    if (step > 0) {
      s.idle = Math.max(0, s.idle - frameTime / 0.4);
    }
  }
}

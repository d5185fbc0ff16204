package org.skipconv.models.scene;

/** Colours of ground and wall, in grey levels, as functions of the place in metres. */
final class Texture {
  private final long seed;
  private final Vec slab;
  private final double slabSize;
  private final double slabShift;
  private final Vec asphalt;
  private final Vec brick;
  private final double brickWide;
  private final double brickHigh;
  private final double windowEvery;

  Texture(Dice random) {
    seed = random.nextLong();
    double grey = random.nextDouble(95, 140);
    slab = new Vec(grey + random.nextDouble(0, 14), grey, grey - random.nextDouble(0, 18));
    slabSize = random.nextDouble(0.3, 0.8);
    slabShift = random.nextDouble();
    double dark = random.nextDouble(55, 80);
    asphalt = new Vec(dark, dark, dark + random.nextDouble(0, 6));
    double wall = random.nextDouble(80, 130);
    brick = new Vec(wall + random.nextDouble(5, 40), wall, wall - random.nextDouble(0, 25));
    brickWide = random.nextDouble(0.3, 0.6);
    brickHigh = random.nextDouble(0.12, 0.3);
    windowEvery = random.nextDouble(2.4, 3.4);
  }

  /** Fine irregularity around 1. */
  double grain(Vec at) {
    double fine =
        at.y() > 1e-6
            ? Hash.smooth(seed, (at.x() + at.z()) * 23, at.y() * 29)
            : Hash.smooth(seed, at.x() * 23, at.z() * 19);
    double coarse = Hash.smooth(seed + 1, at.x() * 1.7, at.z() * 1.3 + at.y() * 1.1);
    return 0.86 + 0.14 * fine + 0.14 * coarse;
  }

  Vec pavement(Vec at) {
    double u = at.x() / slabSize + slabShift;
    double v = at.z() / slabSize;
    double joint = joint(u, 0.03) * joint(v, 0.03);
    double own = 0.9 + 0.2 * Hash.lattice(seed + 2, (int) Math.floor(u), (int) Math.floor(v));
    return slab.times((0.72 + 0.28 * joint) * own * grain(at));
  }

  /**
   * @param beyond metres from the kerb
   */
  Vec road(Vec at, double beyond) {
    if (beyond < 0.18) {
      return slab.times(1.12 * grain(at));
    }
    boolean dash =
        Math.abs(beyond - Place.ROAD / 2) < 0.08 && at.x() - 3 * Math.floor(at.x() / 3) < 1.6;
    return (dash ? new Vec(165, 165, 160) : asphalt).times(grain(at));
  }

  Vec wall(Vec at) {
    double column = Math.floor(at.x() / windowEvery);
    double x = at.x() - column * windowEvery;
    double y = at.y() % 3.1;
    if (x > 0.7 && x < windowEvery - 0.5 && y > 1 && y < 2.5) {
      boolean frame =
          x < 0.78 || x > windowEvery - 0.58 || y < 1.08 || y > 2.42 || Math.abs(y - 1.9) < 0.03;
      double gleam = Hash.smooth(seed + 3, column + x * 0.4, at.y() * 0.8);
      return frame ? new Vec(150, 148, 142) : new Vec(42, 50, 60).times(0.8 + 0.6 * gleam);
    }
    double row = at.y() / brickHigh;
    double shift = Math.floor(row) % 2 == 0 ? 0 : 0.5;
    double along = at.x() / brickWide + shift;
    double joint = joint(along, 0.05) * joint(row, 0.1);
    int i = (int) Math.floor(along);
    double own = 0.86 + 0.28 * Hash.lattice(seed + 4, i, (int) Math.floor(row));
    return brick.times((0.8 + 0.2 * joint) * own * grain(at));
  }

  /** 0 in the joints between the whole numbers, else 1. */
  private static double joint(double t, double half) {
    double d = Math.abs(t - Math.rint(t));
    return d < half ? 0 : 1;
  }
}

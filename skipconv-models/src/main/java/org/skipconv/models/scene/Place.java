package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The lie of the land, metres: pavement up to the kerb, a road of two lanes, a pavement, a wall;
 * and things that stand about.
 */
record Place(double kerb, double wall, List<Thing> things) {
  static final double ROAD = 6.4;
  private static final double FAR_PAVEMENT = 1.8;

  /** A box, its sides along the axes; y from the ground up. */
  record Thing(Vec low, Vec high, Vec colour) {}

  static Place draw(SplittableRandom random, Camera camera) {
    double kerb = 1.5 * camera.middle;
    double wall = kerb + ROAD + FAR_PAVEMENT;
    List<Thing> things = new ArrayList<>();
    double half = camera.halfWidth(kerb);
    double bench = random.nextDouble(-0.7, 0.4) * half;
    Vec wood = new Vec(96, 70, 48).times(random.nextDouble(0.7, 1.3));
    things.add(thing(bench, kerb - 0.9, 1.7, 0.42, 0.46, wood));
    things.add(thing(bench, kerb - 0.55, 1.7, 0.06, 0.9, wood.times(0.85)));
    double bin = random.nextDouble(0.35, 0.8) * half;
    things.add(thing(bin, kerb - 0.7, 0.42, 0.42, 0.95, new Vec(52, 74, 60)));
    things.add(
        thing(bin + random.nextDouble(0.8, 1.4), kerb - 0.4, 0.12, 0.12, 6, new Vec(70, 72, 76)));
    double near = 0.72 * camera.middle;
    double side = random.nextBoolean() ? -1 : 1;
    double edge = side * (camera.halfWidth(near) + random.nextDouble(-0.25, 0));
    things.add(thing(edge, near, 0.8, 0.4, 0.7, new Vec(120, 112, 100)));
    things.add(thing(edge, near, 0.7, 0.3, 1.15, new Vec(52, 84, 44)));
    return new Place(kerb, wall, List.copyOf(things));
  }

  private static Thing thing(double x, double z, double wide, double deep, double high, Vec c) {
    return new Thing(
        new Vec(x - wide / 2, 0, z - deep / 2), new Vec(x + wide / 2, high, z + deep / 2), c);
  }
}

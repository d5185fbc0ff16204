package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * The lie of the land, metres: pavement up to the kerb, a road of two lanes, a pavement, a wall;
 * and things that stand about.
 */
record Place(double kerb, double wall, List<Thing> things) {
  static final double ROAD = 6.4;
  private static final double FAR_PAVEMENT = 1.8;

  /** A box, its sides along the axes; y from the ground up. */
  record Thing(Vec low, Vec high, Vec colour) {}

  static Place draw(Dice random, PinholeCamera camera) {
    double kerb = 1.5 * camera.middle;
    double wall = kerb + ROAD + FAR_PAVEMENT;
    List<Thing> things = new ArrayList<>();
    double half = camera.halfWidth(kerb);
    bench(things, random.nextDouble(-0.7, 0.4) * half, kerb - 0.8, random);
    double bin = random.nextDouble(0.35, 0.8) * half;
    things.add(thing(bin, kerb - 0.7, 0.42, 0.42, 0.95, new Vec(52, 74, 60)));
    things.add(
        thing(bin + random.nextDouble(0.8, 1.4), kerb - 0.4, 0.12, 0.12, 6, new Vec(70, 72, 76)));
    foreground(things, random, 0.72 * camera.middle, camera);
    return new Place(kerb, wall, List.copyOf(things));
  }

  private static void bench(List<Thing> things, double x, double z, Dice random) {
    Vec wood = new Vec(96, 70, 48).times(random.nextDouble(0.7, 1.3));
    Vec iron = new Vec(48, 50, 54);
    things.add(raised(thing(x, z, 1.7, 0.42, 0.46, wood), 0.4));
    things.add(raised(thing(x, z + 0.25, 1.7, 0.05, 0.72, wood.times(0.9)), 0.56));
    things.add(raised(thing(x, z + 0.25, 1.7, 0.05, 0.94, wood.times(0.9)), 0.78));
    things.add(thing(x - 0.7, z + 0.1, 0.07, 0.36, 0.4, iron));
    things.add(thing(x + 0.7, z + 0.1, 0.07, 0.36, 0.4, iron));
    things.add(thing(x - 0.7, z + 0.29, 0.05, 0.03, 0.94, iron));
    things.add(thing(x + 0.7, z + 0.29, 0.05, 0.03, 0.94, iron));
  }

  /** Something near the camera that people can go behind: a planter, a bollard, or nothing. */
  private static void foreground(List<Thing> things, Dice random, double z, PinholeCamera camera) {
    double side = random.nextBoolean() ? -1 : 1;
    double half = camera.halfWidth(z);
    switch (random.nextInt(3)) {
      case 0 -> {
        double x = side * (half * random.nextDouble(0.8, 0.97) + 0.35);
        things.add(thing(x, z, 0.7, 0.4, 0.45, new Vec(120, 112, 100)));
        things.add(thing(x, z, 0.6, 0.3, 0.8, new Vec(58, 84, 50)));
      }
      case 1 ->
          things.add(
              thing(
                  side * half * random.nextDouble(0.3, 0.9),
                  z,
                  0.11,
                  0.11,
                  0.9,
                  new Vec(88, 84, 80)));
      default -> {}
    }
  }

  private static Thing thing(double x, double z, double wide, double deep, double high, Vec c) {
    return new Thing(
        new Vec(x - wide / 2, 0, z - deep / 2), new Vec(x + wide / 2, high, z + deep / 2), c);
  }

  private static Thing raised(Thing thing, double y) {
    return new Thing(new Vec(thing.low.x(), y, thing.low.z()), thing.high, thing.colour);
  }
}

package org.skipconv.models.scene;

/** Ground on which people can be so that the whole of them is in the picture. */
final class WalkingGround {
  private static final int TRIES = 64;
  private final PinholeCamera camera;
  private final double nearest;
  private final double farthest;

  /** Depth of the lane in which this person prefers to be. */
  private final double low;

  private final double high;

  /**
   * For one of several people; each has a lane of its own, so that they seldom walk into another.
   */
  WalkingGround(PinholeCamera camera, int lane, int lanes) {
    this.camera = camera;
    nearest = 0.8 * camera.middle;
    farthest = 1.3 * camera.middle;
    low = nearest + (farthest - nearest) * lane / lanes;
    high = nearest + (farthest - nearest) * (lane + 1) / lanes;
  }

  /** A place in the picture; y is 0. */
  Vec place(long seed) {
    for (int i = 0; i < TRIES; i++) {
      boolean own = i < TRIES / 2;
      double share = Hash.unit(seed, 2L * i);
      double z = own ? low + (high - low) * share : nearest + (farthest - nearest) * share;
      double reach = Math.max(0.1, camera.halfWidth(z) - 0.45);
      double x = reach * (2 * Hash.unit(seed, 2L * i + 1) - 1);
      if (fits(x, z)) {
        return new Vec(x, 0, z);
      }
    }
    return new Vec(0, 0, camera.middle);
  }

  private boolean fits(double x, double z) {
    double edge = 0.015 * camera.height;
    return camera.project(new Vec(x, 0, z - 0.4)).y() < camera.height - edge
        && camera.project(new Vec(x, 1.9, z)).y() > edge;
  }

  /** A place beside the picture. */
  Vec outside(long seed) {
    double z = low + (high - low) * (0.2 + 0.6 * Hash.unit(seed, 0));
    double side = Hash.unit(seed, 1) < 0.5 ? -1 : 1;
    return new Vec(side * (camera.halfWidth(z) + 1), 0, z);
  }
}

package org.skipconv.models.scene;

/**
 * A point or direction. In the world, metres: x to the camera's right, y up, z away from it. In the
 * picture: x and y in pixels, z the depth in metres.
 */
record Vec(double x, double y, double z) {
  Vec plus(Vec other) {
    return new Vec(x + other.x, y + other.y, z + other.z);
  }

  Vec plus(double factor, Vec direction) {
    return new Vec(x + factor * direction.x, y + factor * direction.y, z + factor * direction.z);
  }

  Vec times(double factor) {
    return new Vec(x * factor, y * factor, z * factor);
  }

  Vec to(Vec other, double share) {
    return times(1 - share).plus(share, other);
  }
}

package org.skipconv.models.scene;

/**
 * A pinhole camera above the ground, looking slightly down, so that a person in the middle of the
 * scene fills a given share of the picture's height.
 */
final class PinholeCamera {
  private static final double PERSON = 1.75;

  /** Distance on the ground to the middle of the scene. */
  final double middle;

  final double altitude;
  final int height;
  final int width;
  private final double sin;
  private final double cos;
  private final double focal;

  PinholeCamera(int height, int width, double figureShare) {
    this.height = height;
    this.width = width;
    middle = Math.max(5.5, Math.min(18, 4.2 / figureShare));
    altitude = 0.8 + 0.3 * middle;
    double pitch = StrictMath.atan2(altitude - PERSON / 2, middle);
    sin = StrictMath.sin(pitch);
    cos = StrictMath.cos(pitch);
    double feet = slope(0, middle);
    double head = slope(PERSON, middle);
    focal = figureShare * height / (head - feet);
  }

  private double depth(double y, double z) {
    return z * cos - (y - altitude) * sin;
  }

  private double slope(double y, double z) {
    return ((y - altitude) * cos + z * sin) / depth(y, z);
  }

  /** World to picture. */
  Vec project(Vec p) {
    double depth = depth(p.y(), p.z());
    double x = (width - 1) / 2.0 + focal * p.x() / depth;
    double y = (height - 1) / 2.0 - focal * slope(p.y(), p.z());
    return new Vec(x, y, depth);
  }

  /** Pixels a metre, at a depth. */
  double scale(double depth) {
    return focal / depth;
  }

  /** Half of what the picture shows of a line across the ground at z, in metres. */
  double halfWidth(double z) {
    return width / 2.0 / scale(depth(0, z));
  }

  /** The direction of a pixel, its length such that times a depth it reaches that depth. */
  Vec ray(double x, double y) {
    double right = (x - (width - 1) / 2.0) / focal;
    double up = ((height - 1) / 2.0 - y) / focal;
    return new Vec(right, up * cos - sin, up * sin + cos);
  }

  /** Rows a metre along the ground covers, over columns a metre across it covers. */
  double groundTilt() {
    return sin;
  }
}

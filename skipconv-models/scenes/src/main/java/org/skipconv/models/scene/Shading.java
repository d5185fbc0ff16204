package org.skipconv.models.scene;

/** Shading of a round surface. */
final class Shading {
  private static final double LIGHT_X = -0.45;
  private static final double LIGHT_Y = -0.6;
  private static final double LIGHT_Z = 0.66;

  private Shading() {}

  /** Paints a pixel whose surface leans by (nx, ny), at most 1 long, away from the camera. */
  static void paint(
      Canvas canvas,
      int x,
      int y,
      double cover,
      double depth,
      double nx,
      double ny,
      Cloth cloth,
      double along,
      double across) {
    double nz = Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
    double light = 0.6 + 0.5 * Math.max(0, nx * LIGHT_X + ny * LIGHT_Y + nz * LIGHT_Z);
    double share = cloth.share(along, across);
    Vec p = cloth.first();
    Vec q = cloth.second();
    canvas.blend(
        x,
        y,
        cover,
        depth,
        light * (p.x() + share * (q.x() - p.x())),
        light * (p.y() + share * (q.y() - p.y())),
        light * (p.z() + share * (q.z() - p.z())));
  }
}

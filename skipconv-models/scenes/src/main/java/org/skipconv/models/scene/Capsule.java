package org.skipconv.models.scene;

/**
 * A limb: everything within a radius of a line, the radius changing along it, lit from the upper
 * left.
 *
 * @param a one end, in the picture
 * @param ra radius there, pixels
 * @param length of the limb in metres, for the pattern
 * @param margin metres a joint must lie deeper than the axis to be hidden
 */
record Capsule(Vec a, double ra, Vec b, double rb, double length, double margin, Cloth cloth)
    implements Part {
  static Capsule of(PinholeCamera camera, Vec from, double r0, Vec to, double r1, Cloth cloth) {
    Vec a = camera.project(from);
    Vec b = camera.project(to);
    double length = distance(from, to);
    double margin = 0.4 * Math.max(r0, r1);
    return new Capsule(
        a, r0 * camera.scale(a.z()), b, r1 * camera.scale(b.z()), length, margin, cloth);
  }

  static Capsule ball(PinholeCamera camera, Vec centre, double radius, Cloth cloth) {
    return of(camera, centre, radius, centre, radius, cloth);
  }

  private static double distance(Vec p, Vec q) {
    Vec d = q.plus(-1, p);
    return Math.sqrt(d.x() * d.x() + d.y() * d.y() + d.z() * d.z());
  }

  @Override
  public double depth() {
    return (a.z() + b.z()) / 2;
  }

  @Override
  public void draw(Canvas canvas) {
    double reach = 1;
    int top = (int) Math.floor(Math.min(a.y() - ra, b.y() - rb) - reach);
    int bottom = (int) Math.ceil(Math.max(a.y() + ra, b.y() + rb) + reach);
    int left = (int) Math.floor(Math.min(a.x() - ra, b.x() - rb) - reach);
    int right = (int) Math.ceil(Math.max(a.x() + ra, b.x() + rb) + reach);
    for (int y = Math.max(0, top); y <= Math.min(canvas.height - 1, bottom); y++) {
      for (int x = Math.max(0, left); x <= Math.min(canvas.width - 1, right); x++) {
        pixel(canvas, x, y);
      }
    }
  }

  private void pixel(Canvas canvas, int x, int y) {
    double h = along(x, y);
    double dx = x - a.x() - h * (b.x() - a.x());
    double dy = y - a.y() - h * (b.y() - a.y());
    double r = ra + h * (rb - ra);
    double d2 = dx * dx + dy * dy;
    if (d2 >= (r + 0.5) * (r + 0.5)) {
      return;
    }
    double cover = Math.min(1, r + 0.5 - Math.sqrt(d2));
    double side = dx * (b.y() - a.y()) - dy * (b.x() - a.x()) < 0 ? -1 : 1;
    double across = side * Math.sqrt(d2) / r;
    double depth = a.z() + h * (b.z() - a.z());
    Shading.paint(canvas, x, y, cover, depth, dx / r, dy / r, cloth, h * length, across);
  }

  private double along(double x, double y) {
    double bx = b.x() - a.x();
    double by = b.y() - a.y();
    double square = bx * bx + by * by;
    if (square < 1e-9) {
      return 0;
    }
    return Math.max(0, Math.min(1, ((x - a.x()) * bx + (y - a.y()) * by) / square));
  }

  @Override
  public boolean hides(Vec joint) {
    double h = along(joint.x(), joint.y());
    double dx = joint.x() - a.x() - h * (b.x() - a.x());
    double dy = joint.y() - a.y() - h * (b.y() - a.y());
    double r = ra + h * (rb - ra);
    return dx * dx + dy * dy < r * r && joint.z() > a.z() + h * (b.z() - a.z()) + margin;
  }
}

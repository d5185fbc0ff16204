package org.skipconv.models.scene;

import java.util.List;

/**
 * A convex polygon with rounded corners: a torso, or a side of a car.
 *
 * @param corners in the picture, in order around it; for a round panel the first two are its top,
 *     left to right as seen, and the last two its bottom, right to left
 * @param radius of the corners, by which it is also wider than its corners, in pixels
 * @param round whether it is shaded like a cylinder standing upright, or flat
 * @param length of its sides in metres, for the pattern
 * @param margin metres a joint must lie deeper to be hidden
 */
record Panel(
    List<Vec> corners, double radius, boolean round, double length, double margin, Cloth cloth)
    implements Part {
  @Override
  public double depth() {
    double sum = 0;
    for (Vec corner : corners) {
      sum += corner.z();
    }
    return sum / corners.size();
  }

  @Override
  public void draw(Canvas canvas) {
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    for (Vec corner : corners) {
      top = Math.min(top, corner.y());
      bottom = Math.max(bottom, corner.y());
      left = Math.min(left, corner.x());
      right = Math.max(right, corner.x());
    }
    double reach = radius + 1;
    int lastRow = Math.min(canvas.height - 1, (int) Math.ceil(bottom + reach));
    int lastColumn = Math.min(canvas.width - 1, (int) Math.ceil(right + reach));
    double depth = depth();
    for (int y = Math.max(0, (int) Math.floor(top - reach)); y <= lastRow; y++) {
      for (int x = Math.max(0, (int) Math.floor(left - reach)); x <= lastColumn; x++) {
        double cover = Math.min(1, 0.5 - distance(x, y));
        if (cover > 0) {
          paint(canvas, x, y, cover, depth);
        }
      }
    }
  }

  private void paint(Canvas canvas, int x, int y, double cover, double depth) {
    if (!round) {
      Shading.paint(canvas, x, y, cover, depth, 0, 0, cloth, 0, 0);
      return;
    }
    Vec a = corners.get(0);
    Vec b = corners.get(1);
    Vec c = corners.get(2);
    Vec d = corners.get(3);
    double rows = (d.y() + c.y() - a.y() - b.y()) / 2;
    double v = Math.max(0, Math.min(1, (y - (a.y() + b.y()) / 2) / Math.max(1e-6, rows)));
    double left = a.x() + v * (d.x() - a.x()) - radius;
    double right = b.x() + v * (c.x() - b.x()) + radius;
    double u = (2 * x - left - right) / Math.max(1e-6, right - left);
    double lean = 0.85 * Math.max(-1, Math.min(1, u));
    Shading.paint(canvas, x, y, cover, depth, lean, 0, cloth, v * length, 2 * u);
  }

  /** From the outline, in pixels, negative inside. */
  private double distance(double x, double y) {
    double turn = turn();
    double inside = -Double.MAX_VALUE;
    double outside = Double.MAX_VALUE;
    for (int i = 0; i < corners.size(); i++) {
      Vec p = corners.get(i);
      Vec q = corners.get(i + 1 == corners.size() ? 0 : i + 1);
      double ex = q.x() - p.x();
      double ey = q.y() - p.y();
      double square = Math.max(1e-9, ex * ex + ey * ey);
      double px = x - p.x();
      double py = y - p.y();
      inside = Math.max(inside, turn * (ey * px - ex * py) / Math.sqrt(square));
      double h = Math.max(0, Math.min(1, (px * ex + py * ey) / square));
      double dx = px - h * ex;
      double dy = py - h * ey;
      outside = Math.min(outside, dx * dx + dy * dy);
    }
    return (inside <= 0 ? inside : Math.sqrt(outside)) - radius;
  }

  /** 1 when the corners run clockwise as seen, else -1. */
  private double turn() {
    double area = 0;
    for (int i = 0; i < corners.size(); i++) {
      Vec p = corners.get(i);
      Vec q = corners.get(i + 1 == corners.size() ? 0 : i + 1);
      area += p.x() * q.y() - q.x() * p.y();
    }
    return area >= 0 ? 1 : -1;
  }

  @Override
  public boolean hides(Vec joint) {
    return joint.z() > depth() + margin && distance(joint.x(), joint.y()) < 0;
  }
}

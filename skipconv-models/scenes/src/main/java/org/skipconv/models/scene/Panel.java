package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A convex polygon with rounded corners: a torso, or a side of a car.
 *
 * @param corners four, in the picture, in order around it; for a round panel the first two are its
 *     top, left to right as seen, and the last two its bottom, right to left
 * @param radius of the corners, by which it is also wider than its corners, in pixels
 * @param round whether it is shaded like a cylinder standing upright, or flat
 * @param length of its sides in metres, for the pattern
 * @param margin metres a joint must lie deeper to be hidden
 */
record Panel(
    List<Vec> corners, double radius, boolean round, double length, double margin, Cloth cloth)
    implements Part {
  Panel {
    corners = clockwise(corners);
  }

  private static List<Vec> clockwise(List<Vec> corners) {
    double area = 0;
    for (int i = 0; i < corners.size(); i++) {
      Vec p = corners.get(i);
      Vec q = corners.get((i + 1) % corners.size());
      area += p.x() * q.y() - q.x() * p.y();
    }
    if (area >= 0) {
      return corners;
    }
    List<Vec> turned = new ArrayList<>(corners);
    Collections.reverse(turned);
    return turned;
  }

  /** Distance of a row from the top of a round panel, 0 to 1. */
  private double down(double y) {
    double top = corners.get(0).y();
    double rows = corners.get(3).y() - top;
    return Math.max(0, Math.min(1, (y - top) / Math.max(1e-6, rows)));
  }

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
    double v = down(y);
    double left = a.x() + v * (d.x() - a.x()) - radius;
    double right = b.x() + v * (c.x() - b.x()) + radius;
    double u = (2 * x - left - right) / Math.max(1e-6, right - left);
    double lean = 0.85 * Math.max(-1, Math.min(1, u));
    Shading.paint(canvas, x, y, cover, depth, lean, 0, cloth, v * length, 2 * u);
  }

  /** From the outline, in pixels, negative inside; no more than a bound where it is far outside. */
  private double distance(double x, double y) {
    double inside = -Double.MAX_VALUE;
    for (int i = 0; i < corners.size(); i++) {
      Vec p = corners.get(i);
      Vec q = next(i);
      double ex = q.x() - p.x();
      double ey = q.y() - p.y();
      double length = Math.sqrt(Math.max(1e-9, ex * ex + ey * ey));
      inside = Math.max(inside, (ey * (x - p.x()) - ex * (y - p.y())) / length);
    }
    boolean rounded = inside > 0 && inside < radius + 0.5;
    return (rounded ? fromEdges(x, y) : inside) - radius;
  }

  private double fromEdges(double x, double y) {
    double square = Double.MAX_VALUE;
    for (int i = 0; i < corners.size(); i++) {
      Vec p = corners.get(i);
      Vec q = next(i);
      double ex = q.x() - p.x();
      double ey = q.y() - p.y();
      double px = x - p.x();
      double py = y - p.y();
      double along = (px * ex + py * ey) / Math.max(1e-9, ex * ex + ey * ey);
      double h = Math.max(0, Math.min(1, along));
      square = Math.min(square, (px - h * ex) * (px - h * ex) + (py - h * ey) * (py - h * ey));
    }
    return Math.sqrt(square);
  }

  private Vec next(int i) {
    return corners.get(i + 1 == corners.size() ? 0 : i + 1);
  }

  @Override
  public boolean hides(Vec joint) {
    Vec top = corners.get(0);
    Vec bottom = corners.get(3);
    double depth = top.z() + down(joint.y()) * (bottom.z() - top.z());
    return round && joint.z() > depth + margin && distance(joint.x(), joint.y()) < 0;
  }
}

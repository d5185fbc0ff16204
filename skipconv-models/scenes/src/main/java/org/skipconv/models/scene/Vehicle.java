package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;

/** A car that crosses the scene again and again; some park for a while half-way. */
final class Vehicle {
  private static final Cloth GLASS = Cloth.plain(new Vec(45, 55, 66));
  private static final Cloth TYRE = Cloth.plain(new Vec(28, 28, 30));
  private static final Cloth RIM = Cloth.plain(new Vec(120, 122, 126));
  private final PinholeCamera camera;
  private final double z;
  private final double direction;
  private final double from;
  private final double halt;
  private final double cycle;
  private final double start;
  private final boolean parks;
  private final double length;
  private final Vec paint;

  Vehicle(PinholeCamera camera, Place place, Dice random, int number, double frameRate) {
    this.camera = camera;
    int lane = number % 2;
    z = place.kerb() + Place.ROAD * (lane == 0 ? 0.25 : 0.75);
    direction = lane == 0 ? 1 : -1;
    length = random.nextDouble(3.8, 4.8);
    from = camera.halfWidth(z + 1) + length / 2 + 0.5;
    halt = random.nextDouble(-0.6, 0.6) * camera.halfWidth(z);
    cycle = frameRate * (2 * from / random.nextDouble(4, 8) + random.nextDouble(2, 8));
    start = random.nextDouble();
    parks = random.nextInt(3) == 0;
    paint = Cloth.colour(random).times(1.1);
  }

  double depth() {
    return camera.project(new Vec(0, 0.6, z)).z();
  }

  /** Its middle, metres to the camera's right. */
  private double x(int frame) {
    double t = frame / cycle + start;
    t -= Math.floor(t);
    double path = 2 * t - 1;
    if (parks) {
      double share = (halt + from) / (2 * from);
      path = 2 * (share * Hash.ease(t / 0.3) + (1 - share) * Hash.ease((t - 0.7) / 0.3)) - 1;
    }
    return direction * from * path;
  }

  void drawShadow(Canvas canvas, int frame) {
    Vec ground = camera.project(new Vec(x(frame), 0, z));
    double scale = camera.scale(ground.z());
    canvas.shadow(ground, 0.62 * length * scale, 1.5 * camera.groundTilt() * scale);
  }

  void draw(Canvas canvas, int frame) {
    List<Part> parts = new ArrayList<>();
    double x = x(frame);
    double half = length / 2;
    block(parts, x, half, half, 0.28, 0.86, 0.85, Cloth.plain(paint));
    double cabin = x - direction * 0.08 * length;
    block(parts, cabin, 0.34 * length, 0.24 * length, 0.86, 1.42, 0.78, GLASS);
    block(parts, cabin, 0.25 * length, 0.24 * length, 1.4, 1.47, 0.78, Cloth.plain(paint));
    for (double wheel = -0.3; wheel < 0.5; wheel += 0.6) {
      Vec hub = new Vec(x + wheel * length, 0.32, z - 0.86);
      parts.add(Capsule.ball(camera, hub, 0.32, TYRE));
      parts.add(Capsule.ball(camera, hub, 0.17, RIM));
    }
    for (Part part : parts) {
      part.draw(canvas);
    }
  }

  /** The sides of a box that can be seen: top, one end, the side towards the camera. */
  private void block(
      List<Part> parts,
      double x,
      double low,
      double high,
      double bottom,
      double top,
      double deep,
      Cloth cloth) {
    double near = z - deep;
    double far = z + deep;
    Vec nearLeft = new Vec(x - low, bottom, near);
    Vec nearRight = new Vec(x + low, bottom, near);
    Vec topLeft = new Vec(x - high, top, near);
    Vec topRight = new Vec(x + high, top, near);
    Vec farLeft = new Vec(x - high, top, far);
    Vec farRight = new Vec(x + high, top, far);
    parts.add(side(shaded(cloth, 1.15), topLeft, topRight, farRight, farLeft));
    if (x - low > 0) {
      parts.add(end(cloth, nearLeft, new Vec(x - low, bottom, far), farLeft, topLeft));
    } else if (x + low < 0) {
      parts.add(end(cloth, nearRight, new Vec(x + low, bottom, far), farRight, topRight));
    }
    parts.add(side(cloth, nearLeft, nearRight, topRight, topLeft));
  }

  private Part end(Cloth cloth, Vec a, Vec b, Vec c, Vec d) {
    return side(shaded(cloth, 0.75), a, b, c, d);
  }

  private Part side(Cloth cloth, Vec a, Vec b, Vec c, Vec d) {
    List<Vec> corners =
        List.of(camera.project(a), camera.project(b), camera.project(c), camera.project(d));
    return new Panel(corners, 0.04 * camera.scale(corners.get(0).z()), false, 1, 0, cloth);
  }

  private static Cloth shaded(Cloth cloth, double light) {
    return Cloth.plain(cloth.first().times(light));
  }
}

package org.skipconv.models.scene;

import org.jspecify.annotations.Nullable;

/** The empty scene: colour and depth of every pixel, by a ray each. */
final class Backdrop {
  private static final int GRID = 2;
  private final PinholeCamera camera;
  private final Place place;
  private final Texture texture;

  /** Packed red, green, blue, in grey levels. */
  final float[] rgb;

  /** Metres, at the centre of the pixel. */
  final float[] depths;

  /** Share of the lamp's light that a pixel gets, 0 to 1. */
  final float[] lamp;

  Backdrop(PinholeCamera camera, Place place, Texture texture, Vec lampAt) {
    this.camera = camera;
    this.place = place;
    this.texture = texture;
    int pixels = camera.height * camera.width;
    rgb = new float[3 * pixels];
    depths = new float[pixels];
    lamp = new float[pixels];
    Vec spot = camera.project(lampAt);
    double radius = 0.15 * Math.min(camera.width, camera.height);
    for (int i = 0; i < pixels; i++) {
      int x = i % camera.width;
      int y = i / camera.width;
      colour(i, x, y);
      depths[i] = (float) (hit(camera.ray(x, y)).depth - 0.02);
      double dx = (x - spot.x()) / radius;
      double dy = (y - spot.y()) / radius;
      lamp[i] = (float) StrictMath.exp(-(dx * dx + dy * dy) / 2);
    }
  }

  private void colour(int i, int x, int y) {
    Vec sum = new Vec(0, 0, 0);
    for (double dy = 0.5 / GRID - 0.5; dy < 0.5; dy += 1.0 / GRID) {
      for (double dx = 0.5 / GRID - 0.5; dx < 0.5; dx += 1.0 / GRID) {
        sum = sum.plus(look(camera.ray(x + dx, y + dy)));
      }
    }
    rgb[3 * i] = (float) (sum.x() / (GRID * GRID));
    rgb[3 * i + 1] = (float) (sum.y() / (GRID * GRID));
    rgb[3 * i + 2] = (float) (sum.z() / (GRID * GRID));
  }

  /** First thing that a ray meets; no thing: ground or wall. */
  private record Hit(double depth, Place.@Nullable Thing thing, int axis) {}

  private Hit hit(Vec ray) {
    double ground = ray.y() < 0 ? -camera.altitude / ray.y() : Double.MAX_VALUE;
    Hit nearest = new Hit(Math.min(ground, place.wall() / ray.z()), null, 0);
    for (Place.Thing thing : place.things()) {
      Hit hit = hit(ray, thing);
      if (hit != null && hit.depth < nearest.depth) {
        nearest = hit;
      }
    }
    return nearest;
  }

  private @Nullable Hit hit(Vec ray, Place.Thing thing) {
    double[] from = {0, camera.altitude, 0};
    double[] by = {ray.x(), ray.y(), ray.z()};
    double[] low = {thing.low().x(), thing.low().y(), thing.low().z()};
    double[] high = {thing.high().x(), thing.high().y(), thing.high().z()};
    double enter = 0;
    double exit = Double.MAX_VALUE;
    int axis = 0;
    for (int k = 0; k < 3; k++) {
      double p = (low[k] - from[k]) / by[k];
      double q = (high[k] - from[k]) / by[k];
      if (Math.min(p, q) > enter) {
        enter = Math.min(p, q);
        axis = k;
      }
      exit = Math.min(exit, Math.max(p, q));
    }
    return enter < exit ? new Hit(enter, thing, axis) : null;
  }

  private Vec look(Vec ray) {
    Hit hit = hit(ray);
    Vec at = new Vec(0, camera.altitude, 0).plus(hit.depth, ray);
    if (hit.thing != null) {
      double light = hit.axis == 1 ? 1.15 : hit.axis == 0 ? 0.75 : 0.95;
      return hit.thing.colour().times(light * texture.grain(at));
    }
    if (at.z() > place.wall() - 1e-6) {
      return texture.wall(at);
    }
    return ground(at);
  }

  private Vec ground(Vec at) {
    double shade = 1;
    for (Place.Thing thing : place.things()) {
      double dx = Math.max(0, Math.max(thing.low().x() - at.x(), at.x() - thing.high().x()));
      double dz = Math.max(0, Math.max(thing.low().z() - at.z(), at.z() - thing.high().z()));
      shade = Math.min(shade, 1 - 0.45 * StrictMath.exp(-(dx * dx + dz * dz) / 0.05));
    }
    double beyond = at.z() - place.kerb();
    Vec colour;
    if (beyond < 0 || beyond > Place.ROAD) {
      colour = texture.pavement(at);
    } else {
      colour = texture.road(at, beyond);
    }
    return colour.times(shade);
  }
}

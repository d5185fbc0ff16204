package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.vision.RgbImage;

/**
 * Pictures of a scene by a camera that moves in a known way: each is resampled from a larger
 * picture of the scene by Catmull and Rom's cubic, so that fractions of a pixel are exact.
 */
final class MovingCamera {
  private final Scene scene;
  private final int height;
  private final int width;
  private final Motion motion;

  /**
   * Where a camera looks.
   *
   * @param x pixels to the right of where it first looked
   * @param y pixels below
   * @param degrees by which the scene is turned clockwise
   */
  record Look(double x, double y, double degrees) {}

  /** Movement of a camera. */
  enum Motion {
    STILL,
    /** Half pixels at random, up to 3. */
    JITTER,
    /** Slow swinging in two directions, up to 4 pixels. */
    WIND,
    /** A step every 12 frames, up to 6 pixels. */
    WALKING,
    /** Turning to and fro about the line of sight, up to a degree. */
    ROTATION,
    /** A third of a pixel a frame. */
    PAN_THIRD,
    /** Half a pixel a frame. */
    PAN_SLOW,
    /** 2 pixels a frame. */
    PAN,
    /** 6 pixels a frame. */
    PAN_FAST,
    /** 40 pixels a frame. */
    PAN_SWIFT;

    Look at(int frame) {
      double t = frame;
      Look start = look(0);
      Look now = look(t);
      return new Look(now.x - start.x, now.y - start.y, now.degrees - start.degrees);
    }

    /** Place of the camera half-way through 40 frames, which is the middle of the scene. */
    double middle() {
      return name().startsWith("PAN") ? (at(0).x + at(40).x) / 2 : 0;
    }

    private Look look(double t) {
      return switch (this) {
        case STILL -> new Look(0, 0, 0);
        case JITTER -> new Look(halves((int) t, 1), halves((int) t, 2), 0);
        case WIND ->
            new Look(3 * Math.sin(t / 7) + Math.sin(t / 2.3), 1.5 * Math.sin(t / 5 + 1), 0);
        case WALKING ->
            new Look(
                3 * Math.sin(t * Math.PI / 12),
                6 * Math.abs(Math.sin(t * Math.PI / 12)) + 0.5 * Math.sin(t * 1.7),
                0);
        case ROTATION -> new Look(0, 0, Math.sin(t / 4));
        case PAN_THIRD -> new Look(t / 3, 0, 0);
        case PAN_SLOW -> new Look(0.5 * t, 0, 0);
        case PAN -> new Look(2 * t, 0, 0);
        case PAN_FAST -> new Look(6 * t, 0, 0);
        case PAN_SWIFT -> new Look(40 * Math.min(Math.max(t - 8, 0), 12), 0, 0);
      };
    }

    private static double halves(int frame, int axis) {
      return (Math.floorMod(Hash.mix(axis, frame), 13L) - 6) / 2.0;
    }
  }

  MovingCamera(Scene scene, int height, int width, Motion motion) {
    this.scene = scene;
    this.height = height;
    this.width = width;
    this.motion = motion;
  }

  /** A frame, and what is in it. */
  record View(RgbImage image, Look look, List<GroundTruth> truth) {}

  View view(int frame) {
    return view(frame, frame);
  }

  /**
   * Returns a frame.
   *
   * @param time number of the scene's frame
   * @param frame number of the camera's
   */
  View view(int time, int frame) {
    SceneFrame seen = scene.frame(time);
    Look look = motion.at(frame);
    double left = (scene.width() - width) / 2.0;
    double start = left - motion.middle();
    double top = (scene.height() - height) / 2.0;
    RgbImage image = new RgbImage(height, width);
    double angle = Math.toRadians(look.degrees);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = x - (width - 1) / 2.0;
        double dy = y - (height - 1) / 2.0;
        double sx = cos * dx + sin * dy + (width - 1) / 2.0 + start + look.x;
        double sy = cos * dy - sin * dx + (height - 1) / 2.0 + top + look.y;
        sample(seen.image(), sx, sy, image, y, x);
      }
    }
    return new View(image, look, truth(seen, start + look.x, top + look.y));
  }

  private List<GroundTruth> truth(SceneFrame seen, double right, double down) {
    List<GroundTruth> moved = new ArrayList<>();
    for (GroundTruth one : Figure.groundTruth(seen.figures())) {
      Box box = one.box();
      Box there =
          new Box(
              clip(box.x1() - right, width),
              clip(box.y1() - down, height),
              clip(box.x2() - right, width),
              clip(box.y2() - down, height));
      if (there.area() > 0) {
        boolean cut = there.area() < 0.5 * box.area();
        moved.add(new GroundTruth(there, one.classId(), one.crowd() || cut));
      }
    }
    return moved;
  }

  private static float clip(double edge, int size) {
    return (float) Math.max(0, Math.min(size, edge));
  }

  private static void sample(RgbImage from, double x, double y, RgbImage to, int row, int column) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double[] sums = new double[3];
    for (int j = -1; j < 3; j++) {
      double wy = cubic(y - top - j);
      int sy = Math.max(0, Math.min(from.height() - 1, top + j));
      for (int i = -1; i < 3 && wy != 0; i++) {
        double w = wy * cubic(x - left - i);
        int sx = Math.max(0, Math.min(from.width() - 1, left + i));
        for (int c = 0; c < 3; c++) {
          sums[c] += w * (from.rgb()[(sy * from.width() + sx) * 3 + c] & 0xff);
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      to.rgb()[(row * to.width() + column) * 3 + c] =
          (byte) Math.max(0, Math.min(255, Math.round(sums[c])));
    }
  }

  private static double cubic(double distance) {
    double t = Math.abs(distance);
    if (t >= 2) {
      return 0;
    }
    return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
  }
}

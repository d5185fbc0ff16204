package org.skipconv.models.fingerprint;

import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/**
 * A video of {@value #FRAMES} frames of any size, the same on every machine: integer arithmetic
 * makes grey levels, and a level is {@value #LEVEL}, which no rounding touches.
 *
 * <p>A textured square moves over a still ground; there are still frames, noise below and above the
 * default input threshold, a cut, and light that rises slowly.
 */
final class FixedVideo {
  static final int FRAMES = 20;

  /** First frame of the scene after the cut. */
  static final int CUT = 11;

  private static final float LEVEL = 1f / 64;

  private FixedVideo() {}

  static Tensor frame(Shape shape, int frame) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    int i = 0;
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          values[i++] = LEVEL * (level(shape, frame, c, y, x) - 128);
        }
      }
    }
    return Tensor.of(values, 1, shape.channels(), shape.height(), shape.width());
  }

  private static int level(Shape shape, int frame, int c, int y, int x) {
    int scene = frame < CUT ? 0 : 1;
    int light = Math.max(0, frame - 15);
    int side = Math.max(2, Math.min(shape.height(), shape.width()) / 3);
    int step = step(frame);
    int top = (1 + step * Math.max(1, side / 4)) % Math.max(1, shape.height() - side);
    int left = (2 + step * Math.max(1, side / 3)) % Math.max(1, shape.width() - side);
    boolean square = y >= top && y < top + side && x >= left && x < left + side;
    int surface = square ? squareLevel(c, y - top, x - left) : groundLevel(scene, c, y, x);
    return surface + light + noise(frame, c, y, x);
  }

  /** Where the square is on its way. Nothing at all changes in frames 4, 5, 10 and 15. */
  private static int step(int frame) {
    int[] steps = {0, 1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7, 8, 9, 9, 10, 11, 11, 12};
    return steps[frame];
  }

  /** One level or none in frames 6 and 7, up to 20 in half the rows of frames 9 and 10. */
  private static int noise(int frame, int c, int y, int x) {
    return switch (frame) {
      case 6, 7 -> hash(frame, c, y, x) % 2;
      case 9, 10 -> y % 8 < 4 ? hash(9, c, y, x) % 41 - 20 : 0;
      default -> 0;
    };
  }

  private static int groundLevel(int scene, int c, int y, int x) {
    int gradient = 40 + (7 * y + 5 * x + 31 * c) % 120;
    int level = gradient + hash(100, c, y / 2, x / 2) % 48;
    return scene == 0 ? level : 255 - level;
  }

  private static int squareLevel(int c, int y, int x) {
    return 150 + hash(200, c, y, x) % 100;
  }

  /** Not negative, and without a visible pattern. */
  private static int hash(int a, int b, int c, int d) {
    int h = ((a * 31 + b) * 8191 + c) * 131071 + d;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return (h ^ (h >>> 16)) >>> 1;
  }
}

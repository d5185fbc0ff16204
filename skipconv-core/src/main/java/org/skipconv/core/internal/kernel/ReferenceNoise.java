package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Pixels that stand out of the noise, pixel by pixel. Sums are taken column by column, from the top
 * and then from the left, in float: whether a pixel opens is a question of bits.
 */
final class ReferenceNoise {
  private static final int REACH = NoiseLimits.REACH;

  private ReferenceNoise() {}

  /** A value at an offset from some pixel. */
  @FunctionalInterface
  private interface Around {
    float at(int down, int right);
  }

  /** {@link Kernels#compareFrame} */
  static int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences) {
    FloatBuffer source = ForeignFloats.spanning(frame, held.shape());
    FloatBuffer weight = weights.floats();
    FloatBuffer norms = differences.norms().floats();
    Plane luma = differences.luma();
    Plane before = differences.before();
    Plane difference = differences.difference();
    int width = held.shape().width();
    int strongly = 0;
    for (int y = 0; y < held.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        byte mark = differences.mark(y, x);
        if (mark != 0) {
          before.floats().put(before.index(y, x), luma.get(0, y, x));
        }
        if (mark == InputDifferences.COMPARED) {
          int old = held.index(y, x);
          float sum = 0;
          float change = 0;
          float size = 0;
          for (int c = 0; c < held.shape().channels(); c++) {
            float value = source.get(frame.index(c, y, x));
            sum += weight.get(c) * value;
            change += weight.get(c) * (value - held.floats().get(old + c));
            size += Math.abs(value - held.floats().get(old + c));
          }
          luma.floats().put(luma.index(y, x), sum);
          difference.floats().put(difference.index(y, x), change);
          norms.put(y * width + x, size);
        }
        strongly += norms.get(y * width + x) > strong ? 1 : 0;
      }
    }
    return strongly;
  }

  /** {@link Kernels#sampleNoise} */
  static int sampleNoise(Plane luma, Plane before, int step, Memory samples) {
    FloatBuffer out = samples.floats();
    int count = 0;
    for (int y = REACH + step / 2; y < luma.shape().height() - REACH; y += step) {
      for (int x = REACH + step / 2; x < luma.shape().width() - REACH; x += step) {
        float alone = luma.get(0, y, x) - before.get(0, y, x);
        boolean flat = luma.get(0, y, x) == luma.get(0, y, x + 1);
        if (alone != 0 || !flat) {
          sample(luma, before, y, x).write(out, count++);
        }
      }
    }
    return count;
  }

  private static NoiseSample sample(Plane luma, Plane before, int y, int x) {
    Around change =
        (down, right) -> luma.get(0, y + down, x + right) - before.get(0, y + down, x + right);
    float vertical = brightness(luma, y + 2, x) - brightness(luma, y - 2, x);
    float horizontal = brightness(luma, y, x + 2) - brightness(luma, y, x - 2);
    return new NoiseSample(
        brightness(luma, y, x),
        vertical * vertical + horizontal * horizontal,
        change.at(0, 0),
        sum(change, 1) / 9,
        sum(change, 3) / 49);
  }

  private static float brightness(Plane luma, int y, int x) {
    return sum((down, right) -> luma.get(0, y + down, x + right), 1) / 9;
  }

  private static float sum(Around values, int radius) {
    float sum = 0;
    for (int right = -radius; right <= radius; right++) {
      float column = values.at(-radius, right);
      for (int down = 1 - radius; down <= radius; down++) {
        column += values.at(down, right);
      }
      sum = right == -radius ? column : sum + column;
    }
    return sum;
  }

  /** {@link Kernels#openChanges} */
  static void openChanges(InputDifferences differences, NoiseLimits limits, Memory mask) {
    Plane difference = differences.difference();
    Plane luma = differences.luma();
    Memory norms = differences.norms();
    ByteBuffer open = mask.bytes();
    int height = luma.shape().height();
    int width = luma.shape().width();
    for (int i = 0; i < height * width; i++) {
      open.put(i, (byte) 0);
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = difference.index(y, x);
        Around values =
            (down, right) -> difference.floats().get(at + down * difference.rowStride() + right);
        float relative = limits.relative(luma.get(0, y, x));
        if (limits.norm().isExceeded(norms.floats().get(y * width + x), relative)
            || limits.small().isExceeded(sum(values, 1), relative)) {
          open(open, y, x, 1, height, width);
        }
        if (limits.large().isExceeded(sum(values, REACH), relative)) {
          open(open, y, x, NoiseLimits.SPREAD, height, width);
        }
      }
    }
  }

  private static void open(ByteBuffer mask, int y, int x, int spread, int height, int width) {
    for (int v = Math.max(y - spread, 0); v <= Math.min(y + spread, height - 1); v++) {
      for (int u = Math.max(x - spread, 0); u <= Math.min(x + spread, width - 1); u++) {
        mask.put(v * width + u, (byte) 1);
      }
    }
  }

  /** {@link Kernels#takeOpen} */
  static int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes) {
    FloatBuffer source = ForeignFloats.spanning(frame, held.shape());
    FloatBuffer norms = differences.norms().floats();
    Plane difference = differences.difference();
    int width = held.shape().width();
    int changed = 0;
    for (int y = 0; y < held.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (mask.bytes().get(i) == 0 || norms.get(i) == 0) {
          changes.floats().put(i, 0);
          continue;
        }
        changed++;
        changes.floats().put(i, norms.get(i));
        norms.put(i, 0);
        difference.floats().put(difference.index(y, x), 0);
        for (int c = 0; c < held.shape().channels(); c++) {
          float value = source.get(frame.index(c, y, x));
          held.floats().put(held.index(y, x) + c, value);
        }
      }
    }
    return changed;
  }
}

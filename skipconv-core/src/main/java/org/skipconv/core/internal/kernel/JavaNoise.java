package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Pixels that stand out of the noise, in plain Java, a row at a time. */
final class JavaNoise {
  private static final int ALONE_OR_SMALL = 1;
  private static final int LARGE = 2;
  private static final int SPREAD = NoiseLimits.SPREAD;

  private JavaNoise() {}

  /** {@link Kernels#compareFrame} */
  static int compareFrame(
      RawFrame frame, Plane held, Memory weights, float strong, InputDifferences differences) {
    Plane luma = differences.luma();
    FloatBuffer source = ForeignFloats.spanning(frame, held.shape());
    FloatBuffer norms = differences.norms().floats();
    int width = held.shape().width();
    float[] weight = new float[held.shape().channels()];
    weights.floats().get(0, weight);
    float[] old = new float[weight.length];
    int strongly = 0;
    for (int y = 0; y < held.shape().height(); y++) {
      for (int x = 0; x < width; x++) {
        byte mark = differences.mark(y, x);
        int at = luma.index(y, x);
        if (mark != 0) {
          differences.before().floats().put(at, luma.floats().get(at));
        }
        if (mark == InputDifferences.COMPARED) {
          held.floats().get(held.index(y, x), old);
          float sum = 0;
          float change = 0;
          float size = 0;
          for (int c = 0; c < old.length; c++) {
            float value = source.get(frame.index(c, y, x));
            sum += weight[c] * value;
            change += weight[c] * (value - old[c]);
            size += Math.abs(value - old[c]);
          }
          luma.floats().put(at, sum);
          Plane difference = differences.difference();
          difference.floats().put(difference.index(y, x), change);
          norms.put(at, size);
        }
        strongly += norms.get(at) > strong ? 1 : 0;
      }
    }
    return strongly;
  }

  /** {@link Kernels#sampleNoise} */
  static int sampleNoise(Plane luma, Plane before, int step, Memory samples) {
    int height = luma.shape().height();
    int width = luma.shape().width();
    float[] now = new float[height * width];
    float[] change = new float[height * width];
    luma.floats().get(0, now);
    before.floats().get(0, change);
    for (int i = 0; i < now.length; i++) {
      change[i] = now[i] - change[i];
    }
    int count = 0;
    FloatBuffer out = samples.floats();
    int reach = NoiseLimits.REACH;
    for (int y = reach + step / 2; y < height - reach; y += step) {
      for (int x = reach + step / 2; x < width - reach; x += step) {
        int at = y * width + x;
        if (change[at] == 0 && now[at] == now[at + 1]) {
          continue;
        }
        float down =
            sum(now, at + 2 * width, width, 1) / 9 - sum(now, at - 2 * width, width, 1) / 9;
        float right = sum(now, at + 2, width, 1) / 9 - sum(now, at - 2, width, 1) / 9;
        new NoiseSample(
                sum(now, at, width, 1) / 9,
                down * down + right * right,
                change[at],
                sum(change, at, width, 1) / 9,
                sum(change, at, width, reach) / 49)
            .write(out, count++);
      }
    }
    return count;
  }

  private static float sum(float[] values, int at, int width, int radius) {
    float sum = 0;
    for (int right = -radius; right <= radius; right++) {
      float column = values[at + right - radius * width];
      for (int down = 1 - radius; down <= radius; down++) {
        column += values[at + right + down * width];
      }
      sum = right == -radius ? column : sum + column;
    }
    return sum;
  }

  /** {@link Kernels#takeOpen} */
  static int takeOpen(
      RawFrame frame, Plane held, Memory mask, InputDifferences differences, Memory changes) {
    FloatBuffer source = ForeignFloats.spanning(frame, held.shape());
    FloatBuffer norms = differences.norms().floats();
    FloatBuffer sizes = changes.floats();
    FloatBuffer difference = differences.difference().floats();
    ByteBuffer open = mask.bytes();
    int width = held.shape().width();
    float[] fresh = new float[held.shape().channels()];
    int changed = 0;
    for (int i = 0; i < held.shape().pixels(); i++) {
      float norm = norms.get(i);
      if (open.get(i) == 0 || norm == 0) {
        sizes.put(i, 0);
      } else {
        changed++;
        sizes.put(i, norm);
        norms.put(i, 0);
        difference.put(differences.difference().index(i / width, i % width), 0);
        for (int c = 0; c < fresh.length; c++) {
          fresh[c] = source.get(frame.index(c, i / width, i % width));
        }
        held.floats().put(held.index(i / width, i % width), fresh);
      }
    }
    return changed;
  }

  /** {@link Kernels#openChanges} */
  static void openChanges(
      InputDifferences differences, NoiseLimits limits, Memory flags, Memory mask) {
    Plane luma = differences.luma();
    Memory norms = differences.norms();
    int height = luma.shape().height();
    int width = luma.shape().width();
    Flagging flagging = new Flagging(differences.difference(), limits, width);
    byte[] row = new byte[width + 2 * SPREAD];
    byte[] spread = new byte[width];
    ByteBuffer spreads = flags.bytes();
    for (int y = 0; y < height; y++) {
      Arrays.fill(spread, (byte) 0);
      if (flagging.flag(y, luma, norms.floats(), row)) {
        for (int x = 0; x < width; x++) {
          int near = row[x + 1] | row[x + 2] | row[x + 3];
          spread[x] = (byte) (near | ((row[x] | row[x + 4]) & LARGE));
        }
      }
      spreads.put(y * width, spread);
    }
    byte[] open = new byte[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(open, (byte) 0);
      for (int v = Math.max(y - SPREAD, 0); v <= Math.min(y + SPREAD, height - 1); v++) {
        int wanted = Math.abs(v - y) < SPREAD ? ALONE_OR_SMALL | LARGE : LARGE;
        spreads.get(v * width, spread);
        for (int x = 0; x < width; x++) {
          open[x] |= (byte) ((spread[x] & wanted) != 0 ? 1 : 0);
        }
      }
      mask.bytes().put(y * width, open);
    }
  }

  /** Flags of one row after the other. */
  private static final class Flagging {
    private static final int REACH = NoiseLimits.REACH;

    private final Plane difference;
    private final NoiseLimits limits;
    private final int width;
    private final float[] line;
    private final float[] small;
    private final float[] large;
    private final float[] brightness;
    private final float[] sizes;

    Flagging(Plane difference, NoiseLimits limits, int width) {
      this.difference = difference;
      this.limits = limits;
      this.width = width;
      this.line = new float[width + 2 * REACH];
      this.small = new float[line.length];
      this.large = new float[line.length];
      this.brightness = new float[width];
      this.sizes = new float[width];
    }

    /** Flags the pixels of a row, after two zeros; says whether there are any. */
    boolean flag(int y, Plane luma, FloatBuffer norms, byte[] flags) {
      sumColumns(y);
      luma.floats().get(luma.index(y, 0), brightness);
      norms.get(y * width, sizes);
      boolean any = false;
      for (int x = 0; x < width; x++) {
        float relative = limits.relative(brightness[x]);
        float near = small[x + 2] + small[x + 3] + small[x + 4];
        float far = large[x] + large[x + 1] + large[x + 2];
        far = far + large[x + 3] + large[x + 4] + large[x + 5] + large[x + 6];
        boolean fine =
            limits.norm().isExceeded(sizes[x], relative)
                || limits.small().isExceeded(near, relative);
        boolean wide = limits.large().isExceeded(far, relative);
        flags[x + SPREAD] = (byte) ((fine ? ALONE_OR_SMALL : 0) | (wide ? LARGE : 0));
        any |= fine || wide;
      }
      return any;
    }

    private void sumColumns(int y) {
      int first = difference.index(y, 0) - REACH;
      for (int down = -REACH; down <= REACH; down++) {
        difference.floats().get(first + down * difference.rowStride(), line);
        for (int x = 0; x < line.length; x++) {
          large[x] = down == -REACH ? line[x] : large[x] + line[x];
          if (down == -1) {
            small[x] = line[x];
          } else if (down == 0 || down == 1) {
            small[x] += line[x];
          }
        }
      }
    }
  }
}

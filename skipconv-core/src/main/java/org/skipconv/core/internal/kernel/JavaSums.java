package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Sums and maxima over maps in plain Java. */
final class JavaSums {
  private JavaSums() {}

  /** {@link Kernels#absSum} */
  static double absSum(Plane map, Plane factors, int begin, int end) {
    float[] pixel = new float[map.shape().channels()];
    float[] scale = new float[pixel.length];
    Arrays.fill(scale, 1);
    if (factors != null) {
      factors.floats().get(factors.index(0, 0), scale);
    }
    double total = 0;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        map.floats().get(map.index(y, x), pixel);
        for (int c = 0; c < pixel.length; c++) {
          total += Math.abs(pixel[c] * scale[c]);
        }
      }
    }
    return total;
  }

  /** {@link Kernels#changeFactors} */
  static void changeFactors(
      Plane map, Plane factors, Plane next, int begin, int end, FloatBuffer change) {
    float[] pixel = new float[map.shape().channels()];
    float[] before = new float[pixel.length];
    float[] after = new float[pixel.length];
    factors.floats().get(factors.index(0, 0), before);
    next.floats().get(next.index(0, 0), after);
    int width = map.shape().width();
    for (int i = begin; i < end; i++) {
      map.floats().get(map.index(i / width, i % width), pixel);
      float norm = 0;
      for (int c = 0; c < pixel.length; c++) {
        norm += Math.abs(pixel[c] * after[c] - pixel[c] * before[c]);
      }
      change.put(i, change.get(i) + norm);
    }
  }

  /** {@link Kernels#runSums} */
  static void runSums(Plane map, int begin, int end, Memory change, Memory sums, int stride) {
    gather(map, begin, end, change, sums, stride, 0, Float::sum);
  }

  /** {@link Kernels#runMaxima} */
  static void runMaxima(Plane map, int begin, int end, Memory change, Memory maxima, int stride) {
    gather(map, begin, end, change, maxima, stride, Float.NEGATIVE_INFINITY, Math::max);
  }

  @FunctionalInterface
  private interface Joining {
    float join(float a, float b);
  }

  private static void gather(
      Plane map,
      int begin,
      int end,
      Memory change,
      Memory results,
      int stride,
      float start,
      Joining joining) {
    int width = map.shape().width();
    int runs = Kernels.runs(width);
    float[] pixel = new float[map.shape().channels()];
    float[] joined = new float[pixel.length];
    for (int i = begin * runs; i < end * runs; i++) {
      int y = i / runs;
      int first = i % runs * Kernels.RUN;
      int last = Math.min(width, first + Kernels.RUN);
      if (change == null || anyChange(change.floats(), y * width + first, y * width + last)) {
        Arrays.fill(joined, start);
        for (int x = first; x < last; x++) {
          map.floats().get(map.index(y, x), pixel);
          for (int c = 0; c < pixel.length; c++) {
            joined[c] = joining.join(joined[c], pixel[c]);
          }
        }
        results.floats().put(i * stride, joined);
      }
    }
  }

  /** Whether one of the changes [begin, end) is not 0. */
  private static boolean anyChange(FloatBuffer change, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (change.get(i) != 0) {
        return true;
      }
    }
    return false;
  }

  /** {@link Kernels#absDot} at one pixel. */
  static float absDot(AbsDotBinding binding, int pixel) {
    WindowGeometry window = binding.window();
    float[] cell = new float[window.in().channels()];
    float[] weights = new float[cell.length];
    double sum = 0;
    for (int tap = 0; tap < window.spec().taps(); tap++) {
      int y = window.sourceY(pixel >>> 16, tap / window.spec().kernelWidth());
      int x = window.sourceX(pixel & 0xffff, tap % window.spec().kernelWidth());
      if (window.isInside(y, x)) {
        binding.in().floats().get(binding.in().index(y, x), cell);
        binding.weights().floats().get(tap * Plane.alignedChannels(cell.length), weights);
        for (int c = 0; c < cell.length; c++) {
          sum += weights[c] * Math.abs(cell[c]);
        }
      }
    }
    return (float) sum;
  }

  /** {@link Kernels#total} */
  static double total(FloatBuffer norms, long normStride, int parts, int begin, int end) {
    double total = 0;
    for (int part = 0; part < parts; part++) {
      int first = Math.toIntExact(part * normStride);
      for (int i = first + begin; i < first + end; i++) {
        total += norms.get(i);
      }
    }
    return total;
  }
}

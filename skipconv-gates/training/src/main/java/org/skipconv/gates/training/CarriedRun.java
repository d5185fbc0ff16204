package org.skipconv.gates.training;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Activation;

/**
 * Some pixels of a {@link Carried} in all frames: pixel after pixel, each with all channels. Not
 * thread-safe.
 */
final class CarriedRun {
  /** By frame, as are the others. */
  final double[][] z;

  final double[][] held;
  final double[][] y;

  /** f'(h). */
  final double[][] slope;

  /** m, by frame and pixel; of the first frame without meaning. */
  final double[][] open;

  private final Carried carried;
  private final Activation function;
  private final int channels;
  private final TensorMemory zs;
  private final TensorMemory opens;
  private final double[] change;
  private final double[] step;

  CarriedRun(Carried carried, Tensor z, Activation function) {
    this.carried = carried;
    this.function = function;
    this.channels = carried.channels();
    int values = carried.pixelsOfRun() * channels;
    this.z = new double[carried.frames()][values];
    this.held = new double[carried.frames()][values];
    this.y = new double[carried.frames()][values];
    this.slope = new double[carried.frames()][values];
    this.open = new double[carried.frames()][carried.pixelsOfRun()];
    this.change = new double[carried.pixelsOfRun()];
    this.step = new double[values];
    this.zs = carried.memory(z);
    this.opens = carried.open() == null ? null : carried.memory(carried.open());
    for (double[] all : open) {
      Arrays.fill(all, 1);
    }
  }

  void compute(int clip, int first, int count) {
    for (int t = 0; t < z.length; t++) {
      zs.get(carried.at(t, clip, first) * channels, z[t], count * channels);
      if (t > 0 && opens != null) {
        opens.get(carried.at(t - 1, clip, first), open[t], count);
      }
    }
    System.arraycopy(z[0], 0, held[0], 0, count * channels);
    Slopes.of(function, held[0], y[0], slope[0], 0, count * channels);
    for (int t = 1; t < z.length; t++) {
      int end;
      for (int p = 0; p < count; p = end) {
        end = alike(t, p, count);
        span(t, open[t][p], p * channels, end * channels);
      }
    }
  }

  /** End of the pixels from one on that have the same m: long loops are the fast ones. */
  int alike(int t, int first, int count) {
    int end = first + 1;
    while (end < count && open[t][end] == open[t][first]) {
      end++;
    }
    return end;
  }

  /** Exactly the new value or the old one in hard gates: rounding would be seen as a change. */
  private void span(int t, double m, int from, int to) {
    if (m == 0) {
      System.arraycopy(held[t - 1], from, held[t], from, to - from);
      System.arraycopy(y[t - 1], from, y[t], from, to - from);
      System.arraycopy(slope[t - 1], from, slope[t], from, to - from);
      return;
    }
    if (m == 1) {
      System.arraycopy(z[t], from, held[t], from, to - from);
    } else {
      mix(m, z[t], held[t - 1], held[t], from, to);
    }
    Slopes.of(function, held[t], y[t], slope[t], from, to);
  }

  private static void mix(
      double m, double[] now, double[] before, double[] into, int from, int to) {
    for (int i = from; i < to; i++) {
      into[i] = before[i] + m * (now[i] - before[i]);
    }
  }

  /** c_t of each pixel, until the next call. */
  double[] changes(int t, int count) {
    int end;
    for (int p = 0; p < count; p = end) {
      end = alike(t, p, count);
      if (open[t][p] == 0) {
        Arrays.fill(change, p, end, 0);
      } else {
        distances(y[t], y[t - 1], step, p * channels, end * channels);
        Sums.ofRows(step, channels, change, p, end);
      }
    }
    return change;
  }

  private static void distances(double[] a, double[] b, double[] into, int from, int to) {
    for (int i = from; i < to; i++) {
      into[i] = Math.abs(a[i] - b[i]);
    }
  }

  /** The sum of |y_0|. */
  double size(int count) {
    absolute(y[0], step, count * channels);
    Sums.ofRows(step, channels, change, 0, count);
    double sum = 0;
    for (int p = 0; p < count; p++) {
      sum += change[p];
    }
    return sum;
  }

  private static void absolute(double[] values, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.abs(values[i]);
    }
  }
}

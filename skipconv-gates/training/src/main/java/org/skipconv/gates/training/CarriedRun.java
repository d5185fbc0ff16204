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
      for (int p = 0; p < count; p++) {
        pixel(t, open[t][p], p * channels);
      }
    }
  }

  /** Exactly the new value or the old one in hard gates: rounding would be seen as a change. */
  private void pixel(int t, double m, int from) {
    if (m == 0) {
      System.arraycopy(held[t - 1], from, held[t], from, channels);
      System.arraycopy(y[t - 1], from, y[t], from, channels);
      System.arraycopy(slope[t - 1], from, slope[t], from, channels);
      return;
    }
    for (int i = from; i < from + channels; i++) {
      double before = held[t - 1][i];
      held[t][i] = m == 1 ? z[t][i] : before + m * (z[t][i] - before);
    }
    Slopes.of(function, held[t], y[t], slope[t], from, from + channels);
  }

  /** c_t of each pixel, until the next call. */
  double[] changes(int t, int count) {
    for (int p = 0; p < count; p++) {
      double sum = 0;
      for (int i = p * channels; open[t][p] != 0 && i < (p + 1) * channels; i++) {
        sum += Math.abs(y[t][i] - y[t - 1][i]);
      }
      change[p] = sum;
    }
    return change;
  }

  /** The sum of |y_0|. */
  double size(int count) {
    double sum = 0;
    for (int i = 0; i < count * channels; i++) {
      sum += Math.abs(y[0][i]);
    }
    return sum;
  }
}

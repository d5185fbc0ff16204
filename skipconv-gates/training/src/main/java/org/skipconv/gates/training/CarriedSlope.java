package org.skipconv.gates.training;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** Gradients of a {@link CarriedRun}, from the last frame to the first. Not thread-safe. */
final class CarriedSlope {
  /** Slope at the frame at which it is. */
  final double[] ofZ;

  final double[] ofOpen;

  /** Gradient that h_t gets from h_(t+1). */
  private final double[] later;

  /** Gradient that y_t gets from c_(t+1). */
  private final double[] laterChange;

  private final double[] ofY;
  private final double[] ofFresh;
  private final Carried carried;
  private final CarriedRun run;
  private final int channels;
  private final TensorMemory ys;
  private final TensorMemory changes;

  /**
   * Gradients.
   *
   * @param ofY of y, null for none
   * @param ofFresh of c, null for none
   */
  CarriedSlope(Carried carried, CarriedRun run, Tensor ofY, Tensor ofFresh) {
    this.carried = carried;
    this.run = run;
    this.channels = carried.channels();
    int values = carried.pixelsOfRun() * channels;
    this.ofZ = new double[values];
    this.ofOpen = new double[carried.pixelsOfRun()];
    this.later = new double[values];
    this.laterChange = new double[values];
    this.ofY = new double[values];
    this.ofFresh = new double[carried.pixelsOfRun()];
    this.ys = ofY == null ? null : carried.memory(ofY);
    this.changes = ofFresh == null ? null : carried.memory(ofFresh);
  }

  void start() {
    Arrays.fill(later, 0);
    Arrays.fill(laterChange, 0);
  }

  /** One frame back. */
  void step(int t, int clip, int first, int count) {
    readY(t, clip, first, count);
    if (changes != null) {
      changes.get(carried.at(t - 1, clip, first), ofFresh, count);
    }
    for (int p = 0; p < count; p++) {
      double m = run.open[t][p];
      ofOpen[p] = m == 0 ? closed(t, p * channels) : pixel(t, m, ofFresh[p], p * channels);
    }
  }

  /**
   * The first frame.
   *
   * @param ofValue what s gives to each |y_0|
   */
  void end(double ofValue, int clip, int first, int count) {
    readY(0, clip, first, count);
    for (int i = 0; i < count * channels; i++) {
      double ofAll = ofY[i] + laterChange[i] + ofValue * Math.signum(run.y[0][i]);
      ofZ[i] = ofAll * run.slope[0][i] + later[i];
    }
  }

  private void readY(int t, int clip, int first, int count) {
    if (ys != null) {
      ys.get(carried.at(t, clip, first) * channels, ofY, count * channels);
    }
  }

  /** A closed pixel passes all on to the frame before. Gives the gradient of m. */
  private double closed(int t, int from) {
    double sum = 0;
    for (int i = from; i < from + channels; i++) {
      double ofHeld = (ofY[i] + laterChange[i]) * run.slope[t][i] + later[i];
      sum += ofHeld * (run.z[t][i] - run.held[t - 1][i]);
      ofZ[i] = 0;
      later[i] = ofHeld;
      laterChange[i] = 0;
    }
    return sum;
  }

  private double pixel(int t, double m, double ofChange, int from) {
    double sum = 0;
    for (int i = from; i < from + channels; i++) {
      double own = ofChange * Math.signum(run.y[t][i] - run.y[t - 1][i]);
      double ofHeld = (ofY[i] + laterChange[i] + own) * run.slope[t][i] + later[i];
      sum += ofHeld * (run.z[t][i] - run.held[t - 1][i]);
      ofZ[i] = m * ofHeld;
      later[i] = (1 - m) * ofHeld;
      laterChange[i] = -own;
    }
    return sum;
  }
}

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

  /** Gradient of m, channel by channel. */
  private final double[] part;

  /** Gradient that y_t gets from c_t. */
  private final double[] own;

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
    this.part = new double[values];
    this.own = new double[values];
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
    int end;
    for (int p = 0; p < count; p = end) {
      end = run.alike(t, p, count);
      double m = run.open[t][p];
      if (m == 0) {
        closed(t, p * channels, end * channels);
      } else {
        for (int i = p; i < end; i++) {
          Arrays.fill(own, i * channels, (i + 1) * channels, ofFresh[i]);
        }
        open(t, m, p * channels, end * channels);
      }
    }
    Sums.ofRows(part, channels, ofOpen, 0, count);
  }

  /**
   * The first frame.
   *
   * @param ofValue what s gives to each |y_0|
   */
  void end(double ofValue, int clip, int first, int count) {
    readY(0, clip, first, count);
    end(ofValue, run.y[0], run.slope[0], count * channels);
  }

  private void end(double ofValue, double[] y, double[] slope, int count) {
    for (int i = 0; i < count; i++) {
      double ofAll = ofY[i] + laterChange[i] + ofValue * Slopes.sign(y[i]);
      ofZ[i] = ofAll * slope[i] + later[i];
    }
  }

  private void readY(int t, int clip, int first, int count) {
    if (ys != null) {
      ys.get(carried.at(t, clip, first) * channels, ofY, count * channels);
    }
  }

  /** Closed pixels pass all on to the frame before. */
  private void closed(int t, int from, int to) {
    closed(run.z[t], run.held[t - 1], run.slope[t], from, to);
    Arrays.fill(ofZ, from, to, 0);
    Arrays.fill(laterChange, from, to, 0);
  }

  private void closed(double[] z, double[] held, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      double ofHeld = (ofY[i] + laterChange[i]) * slope[i] + later[i];
      part[i] = ofHeld * (z[i] - held[i]);
      later[i] = ofHeld;
    }
  }

  private void open(int t, double m, int from, int to) {
    ofChange(run.y[t], run.y[t - 1], from, to);
    open(m, run.z[t], run.held[t - 1], run.slope[t], from, to);
  }

  private void ofChange(double[] y, double[] before, int from, int to) {
    for (int i = from; i < to; i++) {
      own[i] *= Slopes.sign(y[i] - before[i]);
    }
  }

  /** In several short loops, which are made of vector instructions where a long one is not. */
  private void open(double m, double[] z, double[] held, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      ofZ[i] = (ofY[i] + laterChange[i] + own[i]) * slope[i] + later[i];
    }
    for (int i = from; i < to; i++) {
      part[i] = ofZ[i] * (z[i] - held[i]);
    }
    for (int i = from; i < to; i++) {
      laterChange[i] = -own[i];
    }
    if (m == 1) {
      Arrays.fill(later, from, to, 0);
    } else {
      split(m, from, to);
    }
  }

  private void split(double m, int from, int to) {
    for (int i = from; i < to; i++) {
      later[i] = (1 - m) * ofZ[i];
      ofZ[i] *= m;
    }
  }
}

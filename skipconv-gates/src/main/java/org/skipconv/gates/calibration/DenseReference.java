package org.skipconv.gates.calibration;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.FrameResult;

/** Part of the dense frames that a distance keeps. */
final class DenseReference<R> {
  private final OutputDistance<R> distance;
  private final List<R> frames = new ArrayList<>();

  DenseReference(OutputDistance<R> distance) {
    this.distance = distance;
  }

  /** Adds the next frame. */
  void add(FrameResult dense) {
    frames.add(distance.reference(dense));
  }

  Comparing start() {
    OutputDistance.Comparison<R> comparison = distance.start();
    return new Comparing() {
      private int frame;

      @Override
      public void add(FrameResult gated) {
        comparison.add(frames.get(frame++), gated);
      }

      @Override
      public double value() {
        return requireValid(comparison.value());
      }
    };
  }

  private double requireValid(double value) {
    if (!(value >= 0)) {
      throw new IllegalStateException(distance + " must be 0 or more, but is " + value);
    }
    return value;
  }

  /** A comparison of the frames in the order in which they were added. */
  interface Comparing {
    void add(FrameResult gated);

    double value();
  }
}

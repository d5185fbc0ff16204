package org.skipconv.core.internal.engine;

import java.util.List;
import org.skipconv.core.MacCount;

/**
 * Cost of a frame on the skip path against that of a dense one, known layer by layer while it is
 * computed. Unit: the multiply-accumulates of a dense frame.
 *
 * <p>A value that is computed because it may have changed costs more than one that is computed
 * anyway: what was held is read and compared, and layers are gone through one by one instead of a
 * few rows at a time. That is about as much as {@value #EXTRA_OF_VALUE} multiply-accumulates, and
 * in a network no more than {@value #MOST_EXTRA} of its own: little where kernels are large and
 * channels many, half of all where layers are depthwise. It depends on the frames alone, not on the
 * time that they take on some machine.
 */
final class FrameCost {
  static final double EXTRA_OF_VALUE = 28;
  static final double MOST_EXTRA = 0.54;

  /**
   * Cost beyond dense at which the rest of a frame is computed whole. The frame then costs that
   * much more than a dense one, a layer, and the look at its input.
   */
  static final double MOST_OVERRUN = 0.03;

  private final double dense;
  private final double extraOfValue;
  private double overrun;

  FrameCost(List<Layer> layers) {
    double macs = 0;
    double values = 0;
    for (Layer layer : layers) {
      macs += layer.macs().dense();
      values += layer.values();
    }
    dense = macs;
    extraOfValue = values == 0 ? 0 : Math.min(EXTRA_OF_VALUE, MOST_EXTRA * macs / values);
  }

  /** Begins a frame. */
  void begin() {
    overrun = 0;
  }

  /** Adds a layer whose gate has decided. */
  void add(Layer layer) {
    MacCount macs = layer.macs();
    if (macs.dense() > 0) {
      double open = (double) macs.computed() / macs.dense();
      double extra = open * layer.values() * extraOfValue;
      overrun += (macs.computed() + extra - macs.dense()) / dense;
    }
  }

  /** Whether the layers added so far cost clearly more than they do in a dense frame. */
  boolean isOver() {
    return overrun > MOST_OVERRUN;
  }

  /**
   * Cost of the frame when all layers were added, or when the others were computed whole: 1 is
   * dense.
   */
  double total() {
    return 1 + overrun;
  }
}

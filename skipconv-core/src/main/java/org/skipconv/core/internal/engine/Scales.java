package org.skipconv.core.internal.engine;

import org.skipconv.core.internal.kernel.Kernels;

/**
 * Scale of a map, by which relative thresholds are measured: the mean |x| at a keyframe, summed up
 * while its rows are at hand. 0 when nobody wants it.
 */
final class Scales {
  private Scales() {}

  static void begin(Value value) {
    value.meanSize(0);
  }

  /** Adds rows [begin, end). */
  static void add(Kernels kernels, Value value, int begin, int end, boolean wanted) {
    if (wanted && value.sizeWanted()) {
      value.meanSize(value.meanSize() + kernels.absSum(value.map(), value.factors(), begin, end));
    }
  }

  static void finish(Value value) {
    value.meanSize(value.meanSize() / value.map().shape().elements());
  }

  /** The size itself, or 0 where it is not finite: then whatever changed opens. */
  static double finite(double size) {
    return Double.isFinite(size) ? size : 0;
  }

  /**
   * The size itself, or the smallest positive one of all layers where it is 0; 0 where it is not
   * finite.
   */
  static double orSmallest(double size, double smallest) {
    return size == 0 ? smallest : finite(size);
  }
}

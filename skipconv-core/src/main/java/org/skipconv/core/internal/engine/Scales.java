package org.skipconv.core.internal.engine;

import org.skipconv.core.internal.kernel.Kernels;

/** How large the values of a map are, which relative thresholds are measured by. */
final class Scales {
  private Scales() {}

  /** Measures the mean |x| of a value, or says that it is not known. */
  static void measure(Kernels kernels, Value value, boolean wanted) {
    value.meanSize(wanted ? kernels.absSum(value.map()) / value.map().shape().elements() : 0);
  }

  /** The size itself, or the smallest positive one seen where it is 0. */
  static double orSmallest(double size, double smallest) {
    return size > 0 ? size : smallest;
  }
}

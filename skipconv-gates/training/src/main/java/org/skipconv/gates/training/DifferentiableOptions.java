package org.skipconv.gates.training;

import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/**
 * Options of the sessions that a differentiable model must equal: see {@link SessionOptions}. Their
 * input threshold is fixed; an automatic one is that of a session by itself.
 */
record DifferentiableOptions(ResidualPolicy policy, float inputThreshold, float holdThreshold) {

  static DifferentiableOptions of(SessionOptions options) {
    if (options.inputThreshold().isMeasured()) {
      throw new IllegalArgumentException(
          "gates are trained with a fixed input threshold, but it is measured");
    }
    return new DifferentiableOptions(
        options.policy(), options.inputThreshold().change(), options.holdThreshold());
  }
}

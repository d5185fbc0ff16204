package org.skipconv.gates.training;

import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/** Of the sessions that a differentiable model must equal: see {@link SessionOptions}. */
record DifferentiableOptions(ResidualPolicy policy, float inputThreshold, float holdThreshold) {

  static DifferentiableOptions of(SessionOptions options) {
    return new DifferentiableOptions(
        options.policy(), options.inputThreshold(), options.holdThreshold());
  }
}

package org.skipconv.gates.training;

import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/** Of the sessions that a twin must equal: see {@link SessionOptions}. */
record TwinOptions(ResidualPolicy policy, float inputThreshold, float squeezeThreshold) {

  static TwinOptions of(SessionOptions options) {
    return new TwinOptions(options.policy(), options.inputThreshold(), options.squeezeThreshold());
  }
}

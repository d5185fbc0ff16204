package org.skipconv.bench.lab.study;

import java.util.Locale;
import org.skipconv.bench.cli.setup.Gating;

/**
 * Settings of the chosen skip path, in words.
 *
 * @param gating its gates
 */
public record ChosenGates(String gating, String policy, String inputThreshold) {

  static ChosenGates of(Gating gating) {
    return new ChosenGates(
        gating.text(),
        gating.options().policy().name().toLowerCase(Locale.ROOT),
        gating.options().inputThreshold().toString());
  }
}

package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.Precision;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;

/**
 * A gate that takes part.
 *
 * @param family of gates that differ in the setting alone
 */
record Lineup(String family, String setting, SessionOptions options) {

  /** All gates and plans of a sweep. */
  static List<Lineup> of(Setup setup, Sweep sweep) {
    List<Lineup> all = new ArrayList<>();
    for (ResidualPolicy policy : ResidualPolicy.values()) {
      for (GateChoice gate : List.of(GateChoice.INPUT_NORM, GateChoice.OUTPUT_NORM)) {
        for (float threshold : sweep.thresholds(gate)) {
          SessionOptions options = gate.gating(threshold, 1, null, policy).options();
          all.add(new Lineup(family(gate, policy), "" + threshold, timed(options, setup)));
        }
      }
    }
    for (double budget : sweep.budgets()) {
      ResidualPolicy policy = ResidualPolicy.CARRY;
      SessionOptions options = GateChoice.BUDGET.gating(null, 1, budget, policy).options();
      all.add(new Lineup(family(GateChoice.BUDGET, policy), "" + budget, timed(options, setup)));
    }
    for (Gating plan : sweep.plans()) {
      SessionOptions options =
          plan.options()
              .withThreads(setup.threads())
              .withPrecision(setup.gating().options().precision());
      boolean open = options.inputThreshold().isAutomatic();
      all.add(
          new Lineup(
              Contender.GATE + Gating.PLAN,
              plan.file(),
              open ? options.withInputThreshold(asked(setup)) : options));
    }
    return all;
  }

  private static String family(GateChoice gate, ResidualPolicy policy) {
    String name = Contender.GATE + gate;
    return policy == ResidualPolicy.CARRY
        ? name
        : name + ", " + policy.name().toLowerCase(Locale.ROOT);
  }

  private static InputThreshold asked(Setup setup) {
    return setup.gating().options().inputThreshold();
  }

  /** On as many threads as the chosen one, with keyframes as often, and the same noise. */
  private static SessionOptions timed(SessionOptions options, Setup setup) {
    SessionOptions asked = setup.gating().options();
    return options
        .withThreads(asked.threads())
        .withKeyframes(asked.keyframes())
        .withInputThreshold(asked.inputThreshold())
        .withPrecision(
            options.policy() == ResidualPolicy.REBASE ? Precision.FLOAT32 : asked.precision());
  }
}

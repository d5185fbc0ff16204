package org.skipconv.bench.lab.study;

import java.util.List;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.bench.cli.setup.Gating;

/**
 * The settings that are tried.
 *
 * @param inputNorm thresholds of gate input-norm
 * @param outputNorm thresholds of gate output-norm
 * @param budgets of gate budget, shares of a layer
 * @param plans gates by layer
 * @param motion what counts as motion for the rivals, in units of the network's input
 */
record Sweep(
    List<Float> inputNorm,
    List<Float> outputNorm,
    List<Double> budgets,
    List<Gating> plans,
    List<Float> motion) {

  /** From hardly any loss to much. */
  static Sweep usual(List<Gating> plans) {
    return new Sweep(
        List.of(0.02f, 0.05f, 0.1f, 0.2f, 0.4f),
        List.of(0.1f, 0.25f, 0.5f, 1f),
        List.of(0.02, 0.05, 0.1, 0.2),
        plans,
        List.of(0.1f, 0.2f, 0.4f, 0.8f));
  }

  /** One each: for a first look, and for tests. */
  static Sweep quick(List<Gating> plans) {
    return new Sweep(List.of(0.05f, 0.2f), List.of(0.5f), List.of(0.1), plans, List.of(0.2f));
  }

  List<Float> thresholds(GateChoice gate) {
    return gate == GateChoice.INPUT_NORM ? inputNorm : outputNorm;
  }
}

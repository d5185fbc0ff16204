package org.skipconv.bench.lab.ablation;

import java.util.ArrayList;
import java.util.List;

/**
 * The paper's question: at the same accuracy, how many times fewer MACs than others does a trained
 * contender need?
 *
 * @param measure of the accuracy
 * @param accuracy of the trained contender
 * @param single beside single thresholds with the same block; null when none is as accurate
 * @param calibrated beside calibrated thresholds, likewise
 */
record Claim(
    Label trained, double macRatio, String measure, double accuracy, Gain single, Gain calibrated) {

  /**
   * A trained contender beside others of one kind.
   *
   * @param macRatio the largest of the others that are at least as accurate
   * @param end whether their curve ends there: with another setting they might save more
   * @param gain how many times fewer MACs the trained one needs
   */
  record Gain(double macRatio, boolean end, double gain) {}

  /** The claims of all trained contenders, in every measure. */
  static List<Claim> of(List<String> measures, List<Measured> all) {
    List<Claim> claims = new ArrayList<>();
    for (Measured each : all) {
      for (int m = 0; m < measures.size(); m++) {
        if (each.label().kind().trained() && each.accuracy().get(m) != null) {
          claims.add(claim(each, measures.get(m), m, all));
        }
      }
    }
    return claims;
  }

  private static Claim claim(Measured trained, String name, int m, List<Measured> all) {
    return new Claim(
        trained.label(),
        trained.macRatio(),
        name,
        trained.accuracy().get(m),
        beside(trained, GateOrigin.SINGLE, m, all),
        beside(trained, GateOrigin.CALIBRATED, m, all));
  }

  private static Gain beside(Measured trained, GateOrigin kind, int m, List<Measured> all) {
    return Curve.of(all, kind, trained.label().block(), m)
        .reach(trained.accuracy().get(m))
        .map(reach -> beside(trained, reach))
        .orElse(null);
  }

  private static Gain beside(Measured trained, Curve.BestRatio reach) {
    return new Gain(reach.macRatio(), reach.end(), trained.macRatio() / reach.macRatio());
  }
}

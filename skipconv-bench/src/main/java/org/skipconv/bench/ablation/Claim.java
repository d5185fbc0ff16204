package org.skipconv.bench.ablation;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.ablation.Curve.Reach;

/**
 * The paper's question: at the same accuracy, how many times fewer MACs than others does a trained
 * contender need?
 *
 * @param measure of the accuracy
 * @param accuracy of the trained contender
 * @param single the largest MAC ratio of single thresholds with the same block that are at least as
 *     accurate; null when none is
 * @param calibrated the same of calibrated thresholds
 */
public record Claim(
    Label trained,
    double macRatio,
    String measure,
    double accuracy,
    Reach single,
    Reach calibrated) {

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

  private static Claim claim(Measured each, String name, int m, List<Measured> all) {
    double accuracy = each.accuracy().get(m);
    int block = each.label().block();
    return new Claim(
        each.label(),
        each.macRatio(),
        name,
        accuracy,
        Curve.of(all, Kind.SINGLE, block, m).reach(accuracy).orElse(null),
        Curve.of(all, Kind.CALIBRATED, block, m).reach(accuracy).orElse(null));
  }

  /** How many times fewer MACs the trained contender needs; null where there is no other. */
  static Double gain(double macRatio, Reach other) {
    return other == null ? null : macRatio / other.macRatio();
  }
}

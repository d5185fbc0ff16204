package org.skipconv.gates.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/** One threshold for each group of layers; immutable. */
final class Thresholds {
  /** Plans are read by people, and nothing depends on a fourth digit. */
  private static final MathContext DIGITS = new MathContext(3);

  private final GatePlan base;
  private final List<List<String>> groups;
  private final double[] eps;

  private Thresholds(GatePlan base, List<List<String>> groups, double[] eps) {
    this.base = base;
    this.groups = groups;
    this.eps = eps;
  }

  /**
   * A threshold of 1 for all groups.
   *
   * @param base all of the plan but the thresholds
   */
  static Thresholds ones(GatePlan base, List<List<String>> groups) {
    double[] eps = new double[groups.size()];
    Arrays.fill(eps, 1);
    return new Thresholds(base, groups, eps);
  }

  int groups() {
    return eps.length;
  }

  /** Multiplies one group's threshold. */
  Thresholds times(int group, double factor) {
    double[] changed = eps.clone();
    changed[group] *= factor;
    return new Thresholds(base, groups, changed);
  }

  /** Multiplies each group's threshold by its own factor. */
  Thresholds times(double[] factors) {
    double[] changed = eps.clone();
    Arrays.setAll(changed, group -> eps[group] * factors[group]);
    return new Thresholds(base, groups, changed);
  }

  /** Multiplies all thresholds. */
  Thresholds times(double factor) {
    double[] changed = eps.clone();
    Arrays.setAll(changed, group -> eps[group] * factor);
    return new Thresholds(base, groups, changed);
  }

  /** The plan with these thresholds; names no layer where all are equal. */
  GatePlan plan() {
    float first = rounded(eps[0]);
    GateSetting gate = base.defaultGate().withEps(first);
    Map<String, GateSetting> layers = new LinkedHashMap<>();
    if (Arrays.stream(eps).anyMatch(each -> rounded(each) != first)) {
      for (int group = 0; group < eps.length; group++) {
        for (String layer : groups.get(group)) {
          layers.put(layer, gate.withEps(rounded(eps[group])));
        }
      }
      gate = base.defaultGate();
    }
    return new GatePlan(
        base.network(),
        base.policy(),
        base.inputThreshold(),
        base.holdThreshold(),
        gate,
        layers,
        base.regions());
  }

  private static float rounded(double eps) {
    return BigDecimal.valueOf(eps).round(DIGITS).floatValue();
  }
}

package org.skipconv.gates.calibration;

import java.util.List;
import org.skipconv.gates.calibration.Trials.Outcome;

/**
 * Sensitivity to each group's threshold, from what doubling it does, and the shares that follow.
 *
 * <p>The errors that the groups leave in the output are nearly independent and proportional to
 * their thresholds, so they add up in squares, {@code E² = Σ (a_g eps_g)²}; the
 * multiply-accumulates fall with the logarithm, {@code M = M_0 - Σ m_g log eps_g}. The least M at a
 * given E (Lagrange) has {@code (a_g eps_g)² / E² = m_g / Σ m}: every group takes as large a share
 * of the squared error as it has of the savings.
 */
final class Sensitivities {
  /** Factor of a threshold by which its effect is tried. */
  static final double PROBE = 2;

  /** The model holds near where it was measured: no step goes further than this. */
  private static final double MAX_STEP = 8;

  private Sensitivities() {}

  /**
   * Factors for all groups' thresholds that bring them closer to the best shares.
   *
   * @param base with the thresholds as they are
   * @param probed with one group's threshold doubled, each
   */
  static double[] factors(Outcome base, List<Outcome> probed) {
    double[] error = probed.stream().mapToDouble(each -> error(base, each)).toArray();
    double[] saving =
        probed.stream()
            .mapToDouble(each -> Math.max(0, base.macs().spent() - each.macs().spent()))
            .toArray();
    double[] errorShares = shares(error);
    double[] savingShares = shares(saving);
    double[] factors = new double[probed.size()];
    for (int group = 0; group < factors.length; group++) {
      double factor = Math.sqrt(savingShares[group] / errorShares[group]);
      factors[group] = Math.min(MAX_STEP, Math.max(1 / MAX_STEP, factor));
    }
    return factors;
  }

  /** A group's own part of the squared error, which doubling multiplies by 4. */
  private static double error(Outcome base, Outcome probed) {
    double ratio = base.guide() > 0 ? probed.guide() / base.guide() : 1;
    return Math.max(0, (ratio * ratio - 1) / (PROBE * PROBE - 1));
  }

  /** Shares too small to be measured count as a hundredth of the average one. */
  private static double[] shares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double[] shares = new double[values.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.max(sum > 0 ? values[i] / sum : 0, 0.01 / values.length);
    }
    return shares;
  }
}

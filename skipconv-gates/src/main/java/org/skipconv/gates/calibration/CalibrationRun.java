package org.skipconv.gates.calibration;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.calibration.CalibrationProgress.Phase;
import org.skipconv.gates.calibration.ThresholdLine.TriedScale;
import org.skipconv.gates.calibration.Trials.Outcome;

/** One calibration from its beginning to its end. */
final class CalibrationRun {
  private static final double[] CURVE = {0.25, 0.5, 0.71, 1.41, 2};

  private final Trials trials;
  private final double firstGuess;
  private final double tolerance;
  private final Consumer<CalibrationProgress> listener;
  private final ThresholdLine single;
  private @Nullable ThresholdLine calibrated;
  private Phase phase = Phase.DENSE;
  private int done;
  private int total;

  /**
   * A calibration.
   *
   * @param ones thresholds that are all 1
   * @param firstGuess of the single threshold
   */
  CalibrationRun(
      Trials trials,
      Thresholds ones,
      double firstGuess,
      double tolerance,
      Consumer<CalibrationProgress> listener) {
    this.trials = trials;
    this.firstGuess = firstGuess;
    this.tolerance = tolerance;
    this.listener = listener;
    this.single = new ThresholdLine(ones, this::trial, this::tried);
  }

  void run() {
    begin(Phase.DENSE, 1);
    trials.computeReferences();
    tried();
    begin(Phase.SINGLE, ThresholdLine.MAX_TRIES + 1);
    requireReachable(single.at(0));
    single.search(firstGuess, tolerance);
    TriedScale bestSingle =
        Objects.requireNonNull(single.best(tolerance), "thresholds of 0 are within the tolerance");
    if (bestSingle.scale() == 0 || bestSingle.outcome().guide() == 0) {
      return; // Without an error to share out there is nothing to calibrate.
    }
    ThresholdLine shared = new ThresholdLine(shared(bestSingle), this::trial, this::tried);
    calibrated = shared;
    begin(Phase.SCALE, ThresholdLine.MAX_TRIES);
    shared.search(1, tolerance);
    begin(Phase.CURVES, 2 * CURVE.length);
    double unit = unit(shared);
    for (double factor : CURVE) {
      single.at(bestSingle.scale() * factor);
      shared.at(unit * factor);
    }
  }

  private void requireReachable(TriedScale exact) {
    if (exact.outcome().distance() > tolerance) {
      throw new IllegalArgumentException(
          "the tolerance is "
              + tolerance
              + ", but with all thresholds 0 the distance is "
              + exact.outcome().distance()
              + " already; a lower input threshold may help, which is "
              + exact.plan().inputThreshold());
    }
  }

  /** Shares out the error that the best single threshold makes. */
  private Thresholds shared(TriedScale bestSingle) {
    Thresholds same = single.shape().times(bestSingle.scale());
    begin(Phase.SENSITIVITIES, same.groups());
    List<GatePlan> probes =
        IntStream.range(0, same.groups())
            .mapToObj(group -> same.times(group, Sensitivities.PROBE).plan())
            .toList();
    List<Outcome> probed = trials.run(probes, this::tried);
    return same.times(Sensitivities.factors(bestSingle.outcome(), probed));
  }

  /** Results found so far. */
  Calibration result(boolean complete) {
    TriedScale alone = single.best(tolerance);
    TriedScale shared = cheaperShared();
    TriedScale found = shared != null ? shared : alone;
    return new Calibration(
        found == null ? single.shape().times(0).plan() : found.plan(),
        foundPoint(),
        alone == null ? null : alone.point(1),
        calibrated == null ? List.of() : calibrated.curve(unit(calibrated)),
        single.curve(1),
        complete);
  }

  private @Nullable CalibrationPoint foundPoint() {
    TriedScale shared = cheaperShared();
    if (shared != null) {
      return shared.point(shared.scale());
    }
    TriedScale alone = single.best(tolerance);
    return alone == null ? null : alone.point(1);
  }

  /** The best calibrated thresholds, or null when the best single one is as cheap. */
  private @Nullable TriedScale cheaperShared() {
    TriedScale shared = calibrated == null ? null : calibrated.best(tolerance);
    TriedScale alone = single.best(tolerance);
    return shared != null && alone != null && shared.macs() < alone.macs() ? shared : null;
  }

  /** Scale of the calibrated thresholds that counts as 1: the one that was found. */
  private double unit(ThresholdLine shared) {
    TriedScale best = shared.best(tolerance);
    return best == null ? 1 : best.scale();
  }

  private void begin(Phase next, int trialsAtMost) {
    phase = next;
    done = 0;
    total = trialsAtMost;
  }

  private Outcome trial(GatePlan plan) {
    return trials.run(List.of(plan), () -> {}).get(0);
  }

  private void tried() {
    done++;
    listener.accept(new CalibrationProgress(phase, done, total, foundPoint()));
  }
}

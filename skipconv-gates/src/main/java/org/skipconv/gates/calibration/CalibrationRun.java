package org.skipconv.gates.calibration;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  private ThresholdLine calibrated;
  private Phase step;
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
    TriedScale bestSingle = single.best(tolerance);
    if (bestSingle.scale() == 0 || bestSingle.outcome().guide() == 0) {
      return; // Without an error to share out there is nothing to calibrate.
    }
    calibrated = new ThresholdLine(shared(bestSingle), this::trial, this::tried);
    begin(Phase.SCALE, ThresholdLine.MAX_TRIES);
    calibrated.search(1, tolerance);
    begin(Phase.CURVES, 2 * CURVE.length);
    double unit = unit();
    for (double factor : CURVE) {
      single.at(bestSingle.scale() * factor);
      calibrated.at(unit * factor);
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

  /** What was found so far. */
  Calibration result(boolean complete) {
    TriedScale alone = single.best(tolerance);
    TriedScale found = sharedIsBest() ? calibrated.best(tolerance) : alone;
    return new Calibration(
        found == null ? single.shape().times(0).plan() : found.plan(),
        foundPoint(),
        alone == null ? null : alone.point(1),
        calibrated == null ? List.of() : calibrated.curve(unit()),
        single.curve(1),
        complete);
  }

  private CalibrationPoint foundPoint() {
    if (sharedIsBest()) {
      return calibrated.best(tolerance).point(unit());
    }
    TriedScale alone = single.best(tolerance);
    return alone == null ? null : alone.point(1);
  }

  private boolean sharedIsBest() {
    TriedScale shared = calibrated == null ? null : calibrated.best(tolerance);
    return shared != null && shared.macs() < single.best(tolerance).macs();
  }

  /** Scale of the calibrated thresholds that counts as 1: the one that was found. */
  private double unit() {
    TriedScale shared = calibrated.best(tolerance);
    return shared == null ? 1 : shared.scale();
  }

  private void begin(Phase next, int trialsAtMost) {
    step = next;
    done = 0;
    total = trialsAtMost;
  }

  private Outcome trial(GatePlan plan) {
    return trials.run(List.of(plan), () -> {}).get(0);
  }

  private void tried() {
    done++;
    listener.accept(new CalibrationProgress(step, done, total, foundPoint()));
  }
}

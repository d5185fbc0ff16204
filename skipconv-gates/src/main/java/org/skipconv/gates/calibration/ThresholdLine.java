package org.skipconv.gates.calibration;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.calibration.Trials.Outcome;

/** Thresholds in fixed proportions, tried at several scales. */
final class ThresholdLine {
  /** Neighbouring scales closer than this are as good as each other. */
  private static final double RESOLUTION = 1.05;

  static final int MAX_TRIES = 14;

  private final Thresholds shape;
  private final Function<GatePlan, Outcome> trial;
  private final Runnable heard;
  private final NavigableMap<Double, TriedScale> tried = new TreeMap<>();

  /** A plan that was tried. */
  record TriedScale(double scale, GatePlan plan, Outcome outcome) {

    long macs() {
      return outcome.macs().spent();
    }

    CalibrationPoint point(double unit) {
      return outcome.at(scale / unit);
    }
  }

  /**
   * A line on which nothing was tried yet.
   *
   * @param heard called when a trial is through and counted
   */
  ThresholdLine(Thresholds shape, Function<GatePlan, Outcome> trial, Runnable heard) {
    this.shape = shape;
    this.trial = trial;
    this.heard = heard;
  }

  /** The thresholds at scale 1. */
  Thresholds shape() {
    return shape;
  }

  TriedScale at(double scale) {
    TriedScale known = tried.get(scale);
    if (known == null) {
      GatePlan plan = shape.times(scale).plan();
      known = new TriedScale(scale, plan, trial.apply(plan));
      tried.put(scale, known);
      heard.run();
    }
    return known;
  }

  /** Looks for the largest scale within the tolerance, from a first guess up or down. */
  void search(double guess, double tolerance) {
    double within = 0;
    double beyond = Double.POSITIVE_INFINITY;
    double scale = guess;
    for (int i = 0; i < MAX_TRIES && beyond > within * RESOLUTION; i++) {
      if (at(scale).outcome().distance() <= tolerance) {
        within = scale;
      } else {
        beyond = scale;
      }
      if (within == 0) {
        scale = beyond / 2;
      } else {
        scale = Double.isInfinite(beyond) ? within * 2 : Math.sqrt(within * beyond);
      }
    }
  }

  /** The cheapest one within the tolerance, or null when there is none. */
  @Nullable TriedScale best(double tolerance) {
    return tried.values().stream()
        .filter(each -> each.outcome().distance() <= tolerance)
        .min(Comparator.comparingLong(TriedScale::macs))
        .orElse(null);
  }

  /**
   * All that was tried, from exact to cheap.
   *
   * @param unit the scale that counts as 1
   */
  List<CalibrationPoint> curve(double unit) {
    return tried.values().stream().map(each -> each.point(unit)).toList();
  }
}

package org.skipconv.gates.calibration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.skipconv.gates.GatePlan;

/**
 * Result of a {@link GateCalibrator}.
 *
 * @param plan the cheapest plan found within the tolerance; all thresholds 0 when it was stopped
 *     before there was one
 * @param found what the plan costs, or null when it was stopped before there was one
 * @param single what the best single threshold within the tolerance costs, or null as above
 * @param curve the calibrated thresholds at several scales, from exact to cheap
 * @param singleCurve a single threshold, likewise
 * @param complete false when the calibration was stopped before its end
 */
public record Calibration(
    GatePlan plan,
    @Nullable CalibrationPoint found,
    @Nullable CalibrationPoint single,
    List<CalibrationPoint> curve,
    List<CalibrationPoint> singleCurve,
    boolean complete) {

  /** Copies its collections. */
  public Calibration {
    curve = List.copyOf(curve);
    singleCurve = List.copyOf(singleCurve);
  }
}

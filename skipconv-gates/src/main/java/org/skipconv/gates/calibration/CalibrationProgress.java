package org.skipconv.gates.calibration;

import org.jspecify.annotations.Nullable;

/**
 * Progress of a calibration.
 *
 * @param phase what is being done
 * @param done trials of this phase that are through
 * @param total trials of this phase at most
 * @param best the cheapest plan within the tolerance so far, or null when there is none yet
 */
public record CalibrationProgress(
    Phase phase, int done, int total, @Nullable CalibrationPoint best) {

  /** The phases, in their order. */
  public enum Phase {
    /** Computing the dense outputs. */
    DENSE,
    /** Looking for the best single threshold. */
    SINGLE,
    /** Measuring what each group of layers does, and sharing thresholds out. */
    SENSITIVITIES,
    /** Looking for the largest scale within the tolerance. */
    SCALE,
    /** Measuring both curves around what was found. */
    CURVES,
    /** {@link GateCalibrator#measure}: trying given plans. */
    MEASURE
  }
}

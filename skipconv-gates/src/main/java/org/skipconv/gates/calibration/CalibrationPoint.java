package org.skipconv.gates.calibration;

/**
 * Cost and error of a plan, over the sample frames without each clip's first, which is a keyframe.
 *
 * @param scale of all thresholds: the threshold itself where there is only one, else the factor to
 *     the calibrated ones
 * @param macRatio dense over spent multiply-accumulates
 * @param distance from the dense outputs
 * @param guide the smooth distance that led the search
 */
public record CalibrationPoint(double scale, double macRatio, double distance, double guide) {

  /**
   * {@return the same at another scale}
   *
   * @param newScale factor of the plan's thresholds
   */
  public CalibrationPoint withScale(double newScale) {
    return new CalibrationPoint(newScale, macRatio, distance, guide);
  }
}

package org.skipconv.bench.cli;

/**
 * Whether to calibrate.
 *
 * @param tolerance largest distance from the dense outputs; null for no calibration
 */
record CalibrationChoice(Double tolerance) {
  private static final String OFF = "off";

  static CalibrationChoice parse(String text) {
    if (text.equals(OFF)) {
      return new CalibrationChoice(null);
    }
    try {
      double tolerance = Double.parseDouble(text);
      if (tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY) {
        return new CalibrationChoice(tolerance);
      }
    } catch (NumberFormatException e) {
      // Told below, in words.
    }
    throw new IllegalArgumentException(
        "a tolerance is a number of 0 or more, or off, but not \"" + text + "\"");
  }

  boolean wanted() {
    return tolerance != null;
  }
}

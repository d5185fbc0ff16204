package org.skipconv.bench.lab.command;

import org.skipconv.bench.cli.command.CommandLines;
import picocli.CommandLine.ITypeConverter;

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

  /** Reads one from the command line. */
  static final class Converter implements ITypeConverter<CalibrationChoice> {
    @Override
    public CalibrationChoice convert(String text) throws Exception {
      return CommandLines.converter(CalibrationChoice::parse).convert(text);
    }
  }
}

package org.skipconv.bench.cli.report;

import java.util.List;
import java.util.Locale;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.CalibrationPoint;

/** A calibration for people. */
public final class CalibrationText {
  /** Number of frames from which on a calibration is likely to hold for others. */
  private static final int FEW = 20;

  private final CalibrationReport report;
  private final StringBuilder text = new StringBuilder();

  private CalibrationText(CalibrationReport report) {
    this.report = report;
  }

  /** Tables of both curves, on the frames calibrated on and on others. */
  public static String of(CalibrationReport report) {
    return new CalibrationText(report).text();
  }

  private String text() {
    Calibration found = report.found();
    line(
        "%ncalibrated on %d frames, keyframes not counted; at most %s of %s:%n%n",
        report.frames(), number(report.tolerance()), report.closeness().distance());
    text.append(table(found.singleCurve(), found.curve(), List.of()));
    for (CalibrationReport.Test test : report.tests()) {
      line(
          "%ntested on frames %s, %d of them counted, which the calibration has not seen:%n%n",
          test.part(), test.frames());
      text.append(table(test.single(), test.calibrated(), test.beside()));
    }
    if (report.frames() < FEW) {
      line("%n%d frames are few: the plan may not hold for others%n", report.frames());
    }
    if (!found.complete()) {
      line("%nstopped early: this is the best that was found so far%n");
    }
    return text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  private Table table(
      List<CalibrationPoint> single,
      List<CalibrationPoint> calibrated,
      List<CalibrationReport.Beside> beside) {
    Table table = new Table();
    table.row("", List.of("fewer MACs", report.closeness().name(), "guide"), "");
    Calibration found = report.found();
    for (CalibrationPoint point : single) {
      boolean best = found.single() != null && point.scale() == found.single().scale();
      table.row("threshold " + number(point.scale()), cells(point), best ? "best one" : "");
    }
    for (CalibrationPoint point : calibrated) {
      boolean chosen = found.found() != null && point.scale() == found.found().scale();
      String remark = chosen && !found.found().equals(found.single()) ? "the plan" : "";
      table.row("calibrated x " + number(point.scale()), cells(point), remark);
    }
    for (CalibrationReport.Beside other : beside) {
      for (CalibrationPoint point : other.curve()) {
        table.row(other.name() + " x " + number(point.scale()), cells(point), "");
      }
    }
    return table;
  }

  private static List<String> cells(CalibrationPoint point) {
    return List.of(
        Amounts.times(point.macRatio()),
        String.format(Locale.ROOT, "%.4f", point.distance()),
        String.format(Locale.ROOT, "%.5f", point.guide()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}

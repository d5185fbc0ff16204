package org.skipconv.bench.cli.report;

import java.util.List;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.bench.cli.setup.Sample;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.models.Closeness;

/**
 * Result of a calibration.
 *
 * @param closeness that the tolerance is about
 * @param frames calibrated on, without each part's first
 * @param tests of what was found on other parts; empty where there are none
 */
public record CalibrationReport(
    Sample sample,
    Closeness closeness,
    double tolerance,
    int frames,
    Calibration found,
    List<Test> tests) {

  public CalibrationReport {
    tests = List.copyOf(tests);
  }

  /**
   * Both curves on frames that were not calibrated on.
   *
   * @param frames without the first
   * @param beside curves of plans from elsewhere, scaled
   */
  public record Test(
      FootagePart part,
      int frames,
      List<CalibrationPoint> single,
      List<CalibrationPoint> calibrated,
      List<Beside> beside) {

    public Test {
      single = List.copyOf(single);
      calibrated = List.copyOf(calibrated);
      beside = List.copyOf(beside);
    }
  }

  /** The curve of a plan that was not found here. */
  public record Beside(String name, List<CalibrationPoint> curve) {
    public Beside {
      curve = List.copyOf(curve);
    }
  }

  /** The same with tests. */
  public CalibrationReport withTests(List<Test> more) {
    return new CalibrationReport(sample, closeness, tolerance, frames, found, more);
  }
}

package org.skipconv.bench.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.model.Closeness;
import org.skipconv.bench.report.CalibrationReport;
import org.skipconv.bench.setup.Part;
import org.skipconv.bench.setup.Sample;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.calibration.GateCalibrator;

/** Finds thresholds on some parts of some footage, and tries them on others. */
public final class CalibrateJob {
  private final Sample sample;
  private final Closeness closeness;
  private final GateSetting gate;
  private final BooleanSupplier stop;
  private final Progress progress;

  /**
   * A job.
   *
   * @param gate whose thresholds are looked for
   * @param stop ends the search, which then gives the best that it found so far
   */
  public CalibrateJob(
      Sample sample,
      Closeness closeness,
      GateSetting gate,
      BooleanSupplier stop,
      Progress progress) {
    this.sample = sample;
    this.closeness = closeness;
    this.gate = gate;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Looks for thresholds.
   *
   * @throws BadInput when the footage cannot be read, or the tolerance cannot be had
   */
  public CalibrationReport run(double tolerance) {
    try (SampleClips clips = SampleClips.load(sample, sample.parts(), progress);
        StepBars bars = new StepBars(progress)) {
      GateCalibrator calibrator = calibrator(clips).listener(bars).stopWhen(stop);
      Calibration found = BadInput.at("--tolerance", () -> calibrator.calibrate(tolerance));
      return new CalibrationReport(sample, closeness, tolerance, clips.counted(), found, List.of());
    }
  }

  /** Tries both curves on the parts kept back, each by itself. */
  public CalibrationReport test(CalibrationReport report) {
    List<CalibrationReport.Test> tests = new ArrayList<>();
    for (Part part : sample.tests()) {
      tests.add(test(report.found(), part));
    }
    return report.with(tests);
  }

  private CalibrationReport.Test test(Calibration found, Part part) {
    List<CalibrationPoint> singles = found.singleCurve();
    List<CalibrationPoint> shared = found.curve();
    List<GatePlan> plans = new ArrayList<>();
    singles.forEach(point -> plans.add(single(point.scale())));
    shared.forEach(point -> plans.add(found.plan().scaled(point.scale())));
    try (SampleClips clips = SampleClips.load(sample, List.of(part), progress);
        StepBars bars = new StepBars(progress)) {
      List<CalibrationPoint> points = calibrator(clips).listener(bars).measure(plans);
      List<CalibrationPoint> measured = new ArrayList<>();
      for (int i = 0; i < points.size(); i++) {
        boolean one = i < singles.size();
        CalibrationPoint asked = one ? singles.get(i) : shared.get(i - singles.size());
        measured.add(points.get(i).scale(asked.scale()));
      }
      return new CalibrationReport.Test(
          part,
          clips.counted(),
          measured.subList(0, singles.size()),
          measured.subList(singles.size(), measured.size()));
    }
  }

  private GatePlan single(double threshold) {
    return GatePlan.uniform(network(), gate.eps((float) threshold))
        .inputThreshold(sample.setup().gating().options().inputThreshold());
  }

  private GateCalibrator calibrator(SampleClips clips) {
    return GateCalibrator.of(network(), clips.clips(), closeness.distance())
        .guide(closeness.guide())
        .gate(gate)
        .inputThreshold(sample.setup().gating().options().inputThreshold())
        .threads(sample.setup().threads());
  }

  private SkipNetwork network() {
    return sample.setup().network();
  }
}

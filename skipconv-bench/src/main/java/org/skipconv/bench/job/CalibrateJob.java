package org.skipconv.bench.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleFunction;
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
  /** Of plans from elsewhere. */
  private static final List<Double> SCALES = List.of(0.5, 0.71, 1.0, 1.41, 2.0);

  private final Sample sample;
  private final Closeness closeness;
  private final GateSetting gate;
  private final Map<String, GatePlan> beside;
  private final BooleanSupplier stop;
  private final Progress progress;

  /**
   * A job.
   *
   * @param gate whose thresholds are looked for
   * @param beside plans to try on the parts kept back, by name
   * @param stop ends the search, which then gives the best that it found so far
   */
  public CalibrateJob(
      Sample sample,
      Closeness closeness,
      GateSetting gate,
      Map<String, GatePlan> beside,
      BooleanSupplier stop,
      Progress progress) {
    this.sample = sample;
    this.closeness = closeness;
    this.gate = gate;
    this.beside = beside;
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
    try (SampleClips clips = SampleClips.load(sample, List.of(part), progress);
        StepBars bars = new StepBars(progress)) {
      GateCalibrator calibrator = calibrator(clips).listener(bars);
      List<CalibrationReport.Beside> others = new ArrayList<>();
      beside.forEach(
          (name, plan) ->
              others.add(
                  new CalibrationReport.Beside(name, curve(calibrator, SCALES, plan::scaled))));
      return new CalibrationReport.Test(
          part,
          clips.counted(),
          curve(calibrator, scales(found.singleCurve()), this::single),
          curve(calibrator, scales(found.curve()), found.plan()::scaled),
          others);
    }
  }

  private static List<Double> scales(List<CalibrationPoint> curve) {
    return curve.stream().map(CalibrationPoint::scale).toList();
  }

  private static List<CalibrationPoint> curve(
      GateCalibrator calibrator, List<Double> scales, DoubleFunction<GatePlan> plan) {
    List<CalibrationPoint> points = calibrator.measure(scales.stream().map(plan::apply).toList());
    List<CalibrationPoint> curve = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      curve.add(points.get(i).scale(scales.get(i)));
    }
    return curve;
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

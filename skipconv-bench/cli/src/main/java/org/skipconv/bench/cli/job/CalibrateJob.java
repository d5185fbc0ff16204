package org.skipconv.bench.cli.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleFunction;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.report.CalibrationReport;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.bench.cli.setup.Planned;
import org.skipconv.bench.cli.setup.Sample;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.calibration.GateCalibrator;
import org.skipconv.models.Closeness;

/** Finds thresholds on some parts of some footage, and tries them on others. */
public final class CalibrateJob {
  /** Label of plans from elsewhere. */
  private static final List<Double> SCALES = List.of(0.5, 0.71, 1.0, 1.41, 2.0);

  private final Sample sample;
  private final Closeness closeness;
  private final GateSetting gate;
  private final Map<String, Planned> beside;
  private final BooleanSupplier stop;
  private final Progress progress;

  /**
   * A job.
   *
   * @param gate whose thresholds are looked for
   * @param beside plans to try on the parts kept back, by name, with kernels of their own or not
   * @param stop ends the search, which then gives the best that it found so far
   */
  public CalibrateJob(
      Sample sample,
      Closeness closeness,
      GateSetting gate,
      Map<String, Planned> beside,
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
    for (FootagePart part : sample.tests()) {
      tests.add(test(report.found(), part));
    }
    return report.withTests(tests);
  }

  private CalibrationReport.Test test(Calibration found, FootagePart part) {
    List<Asked> asked = new ArrayList<>();
    asked.add(new Asked(network(), scales(found.singleCurve()), this::single));
    asked.add(new Asked(network(), scales(found.curve()), found.plan()::scaled));
    beside
        .values()
        .forEach(other -> asked.add(new Asked(other.network(), SCALES, other.plan()::scaled)));
    try (SampleClips clips = SampleClips.load(sample, List.of(part), progress);
        StepBars bars = new StepBars(progress)) {
      GateCalibrator calibrator = calibrator(clips).listener(bars);
      List<List<CalibrationPoint>> curves =
          asked.stream().map(curve -> curve.measured(calibrator)).toList();
      List<CalibrationReport.Beside> others = new ArrayList<>();
      for (String name : beside.keySet()) {
        others.add(new CalibrationReport.Beside(name, curves.get(2 + others.size())));
      }
      return new CalibrationReport.Test(
          part, clips.counted(), curves.get(0), curves.get(1), others);
    }
  }

  /** A curve to be measured. */
  private record Asked(SkipNetwork network, List<Double> scales, DoubleFunction<GatePlan> plan) {
    List<CalibrationPoint> measured(GateCalibrator calibrator) {
      Iterator<CalibrationPoint> points =
          calibrator.measure(network, scales.stream().map(plan::apply).toList()).iterator();
      return scales.stream().map(scale -> points.next().withScale(scale)).toList();
    }
  }

  private static List<Double> scales(List<CalibrationPoint> curve) {
    return curve.stream().map(CalibrationPoint::scale).toList();
  }

  private GatePlan single(double threshold) {
    return GatePlan.uniform(network(), gate.withEps((float) threshold))
        .withInputThreshold(sample.setup().gating().options().inputThreshold());
  }

  private GateCalibrator calibrator(SampleClips clips) {
    return GateCalibrator.of(network(), clips.clips(), closeness.distance())
        .guide(closeness.guide())
        .gate(gate)
        .inputThreshold(sample.setup().gating().options().inputThreshold())
        .pictures(sample.setup().chosen().greyLevel())
        .precision(sample.setup().gating().options().precision())
        .threads(sample.setup().threads());
  }

  private SkipNetwork network() {
    return sample.setup().network();
  }
}

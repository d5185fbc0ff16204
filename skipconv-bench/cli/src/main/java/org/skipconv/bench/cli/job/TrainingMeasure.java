package org.skipconv.bench.cli.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.Closeness;
import org.skipconv.models.VideoModel;

/** Measures what came of a training, beside the plan that it started from. */
public final class TrainingMeasure {
  private static final double EQUALLY_GOOD = 0.98;
  private static final List<Double> SCALES = List.of(0.25, 0.5, 0.71, 1.0, 1.41, 2.0);

  private final VideoModel<?> model;
  private final FrameRange frames;
  private final int threads;
  private final BooleanSupplier stop;

  /**
   * Figures of a training.
   *
   * @param trained the result
   * @param start the plan that it started from, null for none
   * @param gain how many times fewer MACs the result costs than the plan at a scale at which it is
   *     as far from the dense outputs, by the guide; 0 when no scale tried is as far, null without
   *     a plan
   */
  public record Figures(CalibrationPoint trained, CalibrationPoint start, Double gain) {

    /** Whether the plan costs fewer MACs at equal error, by more than so few frames tell apart. */
    public boolean startIsBetter() {
      return gain != null && gain < EQUALLY_GOOD;
    }
  }

  /**
   * A test.
   *
   * @param model that was trained, as it was before
   * @param stop ends the test without figures
   */
  public TrainingMeasure(
      VideoModel<?> model, FrameRange frames, int threads, BooleanSupplier stop) {
    this.model = model;
    this.frames = frames;
    this.threads = threads;
    this.stop = stop;
  }

  /**
   * Runs it.
   *
   * @param result of a training of gates
   * @param start the plan that it started from, null for none
   * @param clipFrames frames of a clip of the training, as often as which learned gates have a
   *     keyframe
   * @return empty when it was stopped, or when each frame is a shot of its own
   */
  public Optional<Figures> of(TrainingResult result, GatePlan start, int clipFrames) {
    List<StreamMeasure.GatedStream> streams = new ArrayList<>();
    streams.add(new StreamMeasure.GatedStream(result.network(), options(result, clipFrames)));
    if (start != null) {
      for (double scale : SCALES) {
        SessionOptions options = options(start.scaled(scale));
        streams.add(new StreamMeasure.GatedStream(model.network(), options));
      }
    }
    SkipNetwork network = model.network();
    Closeness closeness = model.task().closeness(network);
    return StreamMeasure.of(network, frames, closeness, streams, stop).map(this::figures);
  }

  private SessionOptions options(TrainingResult result, int clipFrames) {
    return result.plan().isPresent()
        ? options(result.plan().get())
        : result
            .gates()
            .orElseThrow()
            .options()
            .withInputThreshold(0)
            .withKeyframeEvery(clipFrames)
            .withThreads(threads);
  }

  private SessionOptions options(GatePlan plan) {
    SessionOptions options = plan.options();
    float greyLevel = model.normalization().change(1);
    return options
        .withInputThreshold(options.inputThreshold().forPictures(greyLevel))
        .withThreads(threads);
  }

  private Figures figures(List<CalibrationPoint> points) {
    CalibrationPoint trained = points.get(0);
    if (points.size() == 1) {
      return new Figures(trained, null, null);
    }
    List<CalibrationPoint> curve = points.subList(1, points.size());
    return new Figures(
        trained,
        curve.get(SCALES.indexOf(1.0)),
        trained.macRatio() / ratioAt(curve, trained.guide()));
  }

  /**
   * MAC ratio of a plan at a scale at which its error is as large as asked for: between points
   * along a line in the logarithm of the ratio. That of the first point for a smaller error;
   * infinite for a larger one than that of the last, of which nothing is known.
   */
  static double ratioAt(List<CalibrationPoint> curve, double guide) {
    List<CalibrationPoint> sorted =
        curve.stream().sorted(Comparator.comparingDouble(CalibrationPoint::guide)).toList();
    CalibrationPoint before = sorted.get(0);
    if (guide <= before.guide()) {
      return before.macRatio();
    }
    for (CalibrationPoint after : sorted) {
      if (guide <= after.guide()) {
        double along = (guide - before.guide()) / (after.guide() - before.guide());
        double from = Math.log(before.macRatio());
        return Math.exp(from + along * (Math.log(after.macRatio()) - from));
      }
      before = after;
    }
    return Double.POSITIVE_INFINITY;
  }
}

package org.skipconv.bench.cli.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.skipconv.core.FrameResult;
import org.skipconv.core.MacCount;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.calibration.CalibrationPoint;
import org.skipconv.gates.calibration.OutputDistance;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.Closeness;

/**
 * Cost and error of gates in sessions of the engine, as {@code run} counts them: keyframes and
 * gating included, but for the first frame of each shot.
 */
final class StreamMeasure implements AutoCloseable {

  /** A network with its gates. */
  record GatedStream(SkipNetwork network, SessionOptions options) {}

  private final VideoSession dense;
  private final List<VideoSession> sessions = new ArrayList<>();
  private final List<MacCount> macs = new ArrayList<>();
  private final Compared<?> distance;
  private final Compared<?> guide;

  /** Comparisons of all streams with the dense outputs, by one distance. */
  private static final class Compared<R> {
    private final OutputDistance<R> distance;
    private final List<OutputDistance.Comparison<R>> each = new ArrayList<>();

    Compared(OutputDistance<R> distance, int streams) {
      this.distance = distance;
      for (int i = 0; i < streams; i++) {
        each.add(distance.start());
      }
    }

    void add(FrameResult dense, List<FrameResult> gated) {
      R reference = distance.reference(dense);
      for (int i = 0; i < each.size(); i++) {
        each.get(i).add(reference, gated.get(i));
      }
    }
  }

  private StreamMeasure(SkipNetwork network, Closeness closeness, List<GatedStream> streams) {
    this.distance = new Compared<>(closeness.distance(), streams.size());
    this.guide = new Compared<>(closeness.guide(), streams.size());
    this.dense = network.open(SessionOptions.dense());
    for (GatedStream stream : streams) {
      sessions.add(stream.network().open(stream.options()));
      macs.add(new MacCount(0, 0, 0));
    }
  }

  /**
   * Runs all streams beside each other.
   *
   * @param network whose dense outputs are the reference
   * @param stop asked before each frame
   * @return a point for each stream, scale 1; empty when it was stopped, or when each frame is a
   *     shot of its own
   */
  static Optional<List<CalibrationPoint>> of(
      SkipNetwork network,
      TrainingFrames frames,
      Closeness closeness,
      List<GatedStream> streams,
      BooleanSupplier stop) {
    try (StreamMeasure measure = new StreamMeasure(network, closeness, streams)) {
      int counted = 0;
      for (int i = 0; i < frames.size(); i++) {
        if (stop.getAsBoolean()) {
          return Optional.empty();
        }
        boolean first = frames.startsShot(i);
        measure.add(FloatBuffer.wrap(frames.frame(i)), first);
        counted += first ? 0 : 1;
      }
      return counted == 0 ? Optional.empty() : Optional.of(measure.points());
    }
  }

  private void add(FloatBuffer frame, boolean first) {
    if (first) {
      dense.reset();
      sessions.forEach(VideoSession::reset);
    }
    FrameResult reference = dense.next(frame.duplicate());
    List<FrameResult> gated =
        sessions.stream().map(session -> session.next(frame.duplicate())).toList();
    if (first) {
      return;
    }
    distance.add(reference, gated);
    guide.add(reference, gated);
    for (int i = 0; i < macs.size(); i++) {
      macs.set(i, macs.get(i).plus(gated.get(i).report().macs()));
    }
  }

  private List<CalibrationPoint> points() {
    List<CalibrationPoint> points = new ArrayList<>();
    for (int i = 0; i < macs.size(); i++) {
      double ratio = (double) macs.get(i).dense() / Math.max(1, macs.get(i).spent());
      points.add(
          new CalibrationPoint(1, ratio, distance.each.get(i).value(), guide.each.get(i).value()));
    }
    return points;
  }

  @Override
  public void close() {
    dense.close();
    sessions.forEach(VideoSession::close);
  }
}

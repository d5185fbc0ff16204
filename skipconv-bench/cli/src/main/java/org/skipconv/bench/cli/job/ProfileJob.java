package org.skipconv.bench.cli.job;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.LayerTimes;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.setup.Setup;

/** Finds out where the time of a frame goes, for the dense path and the skip path side by side. */
public final class ProfileJob {
  private final Setup setup;
  private final WarmUp warmUp;
  private final Progress progress;
  private final BooleanSupplier stop;

  /**
   * A job.
   *
   * @param stop asked after each frame but the first two; ends the run
   */
  public ProfileJob(Setup setup, WarmUp warmUp, Progress progress, BooleanSupplier stop) {
    this.setup = setup;
    this.warmUp = warmUp;
    this.progress = progress;
    this.stop = stop;
  }

  /** Work of both paths on all frames so far but the first. */
  public record Result(LayerTimes dense, LayerTimes skip) {}

  public Result run() {
    LayerTimes denseTimes = new LayerTimes(setup.network());
    LayerTimes skipTimes = new LayerTimes(setup.network());
    try (LoadedFrames loaded = LoadedFrames.load(setup, Integer.MAX_VALUE, progress);
        SessionPeer dense = new SessionPeer(Report.DENSE, setup.network(), setup.gating().dense());
        SessionPeer skip = new SessionPeer(Report.SKIP, setup.network(), setup.gating().options());
        Progress.Bar bar = progress.begin("profiling", loaded.frames().size())) {
      List<InputTensor> frames = loaded.frames();
      List.of(dense, skip).forEach(peer -> warmUp.settle(peer, frames));
      skip.reset();
      for (int i = 0; i < frames.size() && (i < 2 || !stop.getAsBoolean()); i++) {
        dense.next(frames.get(i));
        skip.next(frames.get(i));
        if (i > 0) {
          denseTimes.add(dense.result().report());
          skipTimes.add(skip.result().report());
        }
        bar.step();
      }
    }
    return new Result(denseTimes, skipTimes);
  }
}

package org.skipconv.bench.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.measure.DriftTrace;
import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.bench.model.Task;
import org.skipconv.bench.report.DriftReport;
import org.skipconv.bench.report.Report;
import org.skipconv.bench.setup.Setup;
import org.skipconv.models.vision.RgbImage;

/** Runs long scenes on the skip path and beside it on the dense one: do errors add up? */
public final class DriftJob {
  private final Setup setup;
  private final List<? extends Footage> scenes;
  private final Progress progress;

  /**
   * A job.
   *
   * @param setup without footage of its own
   * @param scenes at least one, each for as many frames as the setup says
   */
  public DriftJob(Setup setup, List<? extends Footage> scenes, Progress progress) {
    this.setup = setup;
    this.scenes = List.copyOf(scenes);
    this.progress = progress;
  }

  public DriftReport run() {
    List<DriftReport.Run> runs = new ArrayList<>();
    for (Footage scene : scenes) {
      runs.add(watch(setup.on(scene)));
    }
    return new DriftReport(setup, runs);
  }

  private DriftReport.Run watch(Setup seen) {
    try (Footage.Frames footage = seen.footage().open(0);
        InputTensor input = new InputTensor(seen.network().inputShape());
        SessionPeer dense = new SessionPeer(Report.DENSE, seen.network(), seen.gating().dense());
        SessionPeer skip = new SessionPeer(Report.SKIP, seen.network(), seen.gating().options());
        Progress.Bar bar = progress.begin(seen.footage().name(), seen.expected(footage))) {
      Task task = LoadedFrames.task(seen, footage);
      DriftTrace trace = new DriftTrace(seen.network());
      FloatBuffer scratch = LoadedFrames.scratch(input.shape());
      RgbImage picture = new RgbImage(footage.height(), footage.width());
      for (int n = 0; seen.wants(n) && footage.next(picture); n++) {
        input.fill(picture, task, scratch);
        dense.next(input);
        skip.next(input);
        task.compare(n, n == 0, dense.result(), skip.result());
        trace.add(dense.result(), skip.result());
        bar.step();
      }
      return new DriftReport.Run(seen.footage().name(), trace, task.agreement());
    }
  }
}

package org.skipconv.bench.lab.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.model.Judge;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.FrameResult;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.vision.RgbImage;

/** Runs long scenes on the skip path and beside it on the dense one: do errors add up? */
public final class DriftJob {
  private final Setup setup;
  private final List<? extends Footage> scenes;
  private final Progress progress;
  private final BooleanSupplier stop;

  /**
   * A job.
   *
   * @param setup without footage of its own
   * @param scenes at least one, each for as many frames as the setup says
   * @param stop asked before each frame; ends the run
   */
  public DriftJob(
      Setup setup, List<? extends Footage> scenes, Progress progress, BooleanSupplier stop) {
    this.setup = setup;
    this.scenes = List.copyOf(scenes);
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Watches one scene after the other.
   *
   * @return what was seen; of a run that was stopped, the scenes so far, the last of them only if
   *     its frames are enough for tenths
   */
  public DriftReport run() {
    List<DriftReport.SceneDrift> runs = new ArrayList<>();
    for (Footage scene : scenes) {
      DriftReport.SceneDrift seen = watch(setup.withFootage(scene));
      if (seen.trace().hasTenths()) {
        runs.add(seen);
      }
      if (stop.getAsBoolean()) {
        break;
      }
    }
    return new DriftReport(setup, runs);
  }

  private DriftReport.SceneDrift watch(Setup seen) {
    VideoModel<FrameResult> outputs = seen.video().raw();
    try (Footage.Frames footage = seen.footage().open(0);
        VideoPredictor<FrameResult> dense = outputs.open(seen.gating().dense());
        VideoPredictor<FrameResult> skip = outputs.open(seen.gating().options());
        Progress.Bar bar = progress.begin(seen.footage().name(), seen.expected(footage))) {
      Judge<?> judge = seen.judge(seen.view(footage));
      DriftTrace trace = new DriftTrace(seen.network());
      RgbImage picture = new RgbImage(footage.height(), footage.width());
      for (int n = 0; !stop.getAsBoolean() && seen.wants(n) && footage.next(picture); n++) {
        FrameResult whole = dense.next(picture);
        FrameResult skipped = skip.next(picture);
        judge.compare(n, n == 0, whole, skipped);
        trace.add(whole, skipped);
        bar.step();
      }
      return new DriftReport.SceneDrift(seen.footage().name(), trace, judge.agreement());
    }
  }
}

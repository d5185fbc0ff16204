package org.skipconv.bench.job;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.bench.measure.Timings;
import org.skipconv.bench.measure.WarmUp;
import org.skipconv.bench.model.Task;
import org.skipconv.bench.picture.AnnotatedVideo;
import org.skipconv.bench.picture.Heatmaps;
import org.skipconv.bench.report.Report;
import org.skipconv.bench.setup.Setup;
import org.skipconv.models.vision.RgbImage;

/**
 * Runs footage through a network frame by frame, on the skip path and beside it on the dense one,
 * and draws what it sees. Holds one frame at a time, however long the footage.
 */
public final class RunJob {
  private static final int WARM_UP_FRAMES = 4;

  private final Setup setup;
  private final Path folder;
  private final Heatmaps heatmaps;
  private final WarmUp warmUp;
  private final Progress progress;
  private final List<Double> denseMillis = new ArrayList<>();
  private final List<Double> skipMillis = new ArrayList<>();

  /**
   * A job, to be run once.
   *
   * @param folder that exists, for the video and its stills
   * @param heatmaps to be drawn there, null for none
   */
  public RunJob(Setup setup, Path folder, Heatmaps heatmaps, WarmUp warmUp, Progress progress) {
    this.setup = setup;
    this.folder = folder;
    this.heatmaps = heatmaps;
    this.warmUp = warmUp;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws org.skipconv.bench.BadInput when the footage cannot be read
   */
  public Report run() {
    try (SessionPeer dense =
            new SessionPeer(Report.DENSE, setup.network(), setup.gating().dense());
        SessionPeer skip =
            new SessionPeer(Report.SKIP, setup.network(), setup.gating().options())) {
      try (LoadedFrames frames = LoadedFrames.load(setup, WARM_UP_FRAMES, Progress.NONE)) {
        warmUp.settle(dense, frames.frames());
        warmUp.settle(skip, frames.frames());
      }
      Findings findings = watch(dense, skip);
      Map<String, Timings> timings = new LinkedHashMap<>();
      timings.put(Report.SKIP, timings(skipMillis));
      timings.put(Report.DENSE, timings(denseMillis));
      return findings.report(timings, skip.memoryBytes());
    }
  }

  private static Timings timings(List<Double> millis) {
    return Timings.ofPass(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Findings watch(SessionPeer dense, SessionPeer skip) {
    try (Footage.Frames footage = setup.footage().open(setup.start());
        InputTensor input = new InputTensor(setup.network().inputShape())) {
      Task task = LoadedFrames.task(setup, footage);
      Findings findings = new Findings(setup, task);
      long expected = setup.expected(footage);
      FloatBuffer scratch = LoadedFrames.scratch(input.shape());
      RgbImage picture = new RgbImage(footage.height(), footage.width());
      try (AnnotatedVideo video =
              AnnotatedVideo.open(folder, setup.network(), task, footage, expected);
          Progress.Bar bar = progress.begin("frames", expected)) {
        for (int n = 0; setup.wants(n) && footage.next(picture); n++) {
          input.fill(picture, task, scratch);
          denseMillis.add(dense.next(input) / 1e6);
          skipMillis.add(skip.next(input) / 1e6);
          findings.add(dense, skip);
          if (heatmaps != null && n > 0) {
            heatmaps.add(skip.result());
          }
          video.add(picture, setup.start() + n, skip.result());
          bar.step();
        }
      }
      LoadedFrames.requireSome(skipMillis.size(), setup);
      if (heatmaps != null) {
        heatmaps.write(folder, task.window(), picture);
      }
      return findings;
    }
  }
}

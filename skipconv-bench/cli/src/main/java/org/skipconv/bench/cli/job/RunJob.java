package org.skipconv.bench.cli.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.footage.Footage;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.measure.WarmUp;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.picture.AnnotatedVideo;
import org.skipconv.bench.cli.picture.Heatmaps;
import org.skipconv.bench.cli.report.PeerTimes;
import org.skipconv.bench.cli.report.Report;
import org.skipconv.bench.cli.result.ResultForm;
import org.skipconv.bench.cli.result.ResultsFile;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.FrameResult;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.SourceReport;

/**
 * Runs footage through a network frame by frame, on the skip path and beside it on the dense one,
 * and draws what it sees. Holds one frame at a time, however long the footage.
 */
public final class RunJob {
  private static final int WARM_UP_FRAMES = 4;

  private final Setup setup;
  private final RunFiles files;
  private final WarmUp warmUp;
  private final Progress progress;
  private final BooleanSupplier ended;
  private final List<Double> denseMillis = new ArrayList<>();
  private final List<Double> skipMillis = new ArrayList<>();
  private SourceReport source = SourceReport.NOTHING;

  /**
   * A job, to be run once.
   *
   * @param ended asked after each frame whether no more are wanted
   */
  public RunJob(
      Setup setup, RunFiles files, WarmUp warmUp, Progress progress, BooleanSupplier ended) {
    this.setup = setup;
    this.files = files;
    this.warmUp = warmUp;
    this.progress = progress;
    this.ended = ended;
  }

  /**
   * Does it.
   *
   * @throws org.skipconv.bench.cli.BadInput when the footage cannot be read
   */
  public Report run() {
    return files.results() == null ? run(setup.video(), null) : written(setup.chosen());
  }

  private <R> Report written(ChosenModel<R> chosen) {
    ResultForm<R> form = chosen.named().resultForm().orElseThrow();
    try (ResultsFile<R> results = ResultsFile.open(files.results(), form)) {
      return run(chosen.finding(setup.crop()), results);
    }
  }

  /** Shows the footage to both paths; {@code results} is null where nobody wants them. */
  private <R> Report run(VideoModel<R> model, ResultsFile<R> results) {
    try (VideoPredictor<FrameResult> dense =
            model.raw().open(setup.gating().dense(), setup.camera());
        VideoPredictor<R> skip = model.open(setup.gating().options(), setup.camera())) {
      List<RgbImage> first = firstPictures();
      warmUp(dense, first);
      warmUp(skip, first);
      Findings findings = watch(dense, skip, results);
      Map<String, Timings> timings = new LinkedHashMap<>();
      timings.put(Report.SKIP, timings(skipMillis));
      timings.put(Report.DENSE, timings(denseMillis));
      return findings.report(new PeerTimes(timings, 1), source, skip.session().memoryBytes());
    }
  }

  private static Timings timings(List<Double> millis) {
    return Timings.ofPass(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<RgbImage> firstPictures() {
    List<RgbImage> pictures = new ArrayList<>();
    try (Footage.Frames footage = setup.footage().open(setup.start())) {
      RgbImage picture = new RgbImage(footage.height(), footage.width());
      while (pictures.size() < WARM_UP_FRAMES
          && setup.wants(pictures.size())
          && footage.next(picture)) {
        pictures.add(picture);
        picture = new RgbImage(footage.height(), footage.width());
      }
    }
    LoadedFrames.requireSome(pictures.size(), setup);
    return pictures;
  }

  private void warmUp(VideoPredictor<?> path, List<RgbImage> pictures) {
    warmUp.settle(i -> path.next(pictures.get(i % pictures.size())));
    path.reset();
  }

  /** There is nothing to say of no frame. */
  private boolean stopped(int frames) {
    return frames > 0 && ended.getAsBoolean();
  }

  private <R> Findings watch(
      VideoPredictor<FrameResult> dense, VideoPredictor<R> skip, ResultsFile<R> results) {
    Path folder = files.folder();
    Heatmaps heatmaps = files.heatmaps();
    try (Footage.Frames footage = setup.footage().open(setup.start())) {
      Placement view = setup.view(footage);
      Findings findings = new Findings(setup, view);
      long expected = setup.expected(footage);
      RgbImage picture = new RgbImage(footage.height(), footage.width());
      try (AnnotatedVideo<R> video = AnnotatedVideo.open(folder, skip.model(), footage, expected);
          Progress.Bar bar = progress.begin("frames", expected)) {
        for (int n = 0; setup.wants(n) && !stopped(n) && footage.next(picture); n++) {
          FrameResult whole = dense.next(picture);
          R found = skip.next(picture);
          denseMillis.add(dense.lastReport().time().toNanos() / 1e6);
          skipMillis.add(skip.lastReport().time().toNanos() / 1e6);
          findings.add(whole, skip.lastResult(), skip.lastFrame());
          if (heatmaps != null && n > 0) {
            heatmaps.add(skip.lastResult());
          }
          int number = setup.start() + n;
          if (results != null) {
            results.add(number, footage.seconds(number), found);
          }
          video.add(picture, number, found, skip.lastResult(), skip.lastFrame());
          bar.step();
        }
      }
      source = footage.report();
      LoadedFrames.requireSome(skipMillis.size(), setup);
      if (heatmaps != null) {
        heatmaps.write(folder, view.window(), picture);
      }
      return findings;
    }
  }
}

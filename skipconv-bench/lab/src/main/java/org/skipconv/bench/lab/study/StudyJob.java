package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.bench.cli.setup.Setup;

/** Finds out all that the HTML report shows. Nothing is timed that was not checked before. */
public final class StudyJob {
  /**
   * Parts of a study that are asked for.
   *
   * @param command as it was typed
   * @param quick for a first look: fewer contenders, shorter times, rougher figures
   * @param passes over all frames; the least time of each counts
   * @param plans gates by layer that take part
   */
  public record Wishes(String command, boolean quick, int passes, List<Gating> plans) {}

  /** Frames without which there is nothing to report: the first is computed whole. */
  static final int LEAST_FRAMES = 2;

  private final Setup setup;
  private final Wishes wishes;
  private final boolean quick;
  private final Progress progress;
  private final BooleanSupplier ended;

  /**
   * A job.
   *
   * @param ended asked now and then whether what was measured so far is enough
   */
  public StudyJob(Setup setup, Wishes wishes, Progress progress, BooleanSupplier ended) {
    this.setup = setup;
    this.wishes = wishes;
    this.quick = wishes.quick();
    this.progress = progress;
    this.ended = ended;
  }

  /**
   * Does it.
   *
   * @throws BadInput when the footage cannot be read or has a single frame
   * @throws IllegalStateException when contenders do not agree
   */
  public Study run() {
    About about = About.now(wishes.command());
    try (LoadedFrames loaded =
        LoadedFrames.load(setup, Integer.MAX_VALUE, LEAST_FRAMES, progress, ended)) {
      if (loaded.frames().size() < LEAST_FRAMES) {
        throw new BadInput("--frames: the first frame is computed whole; needs at least 2");
      }
      List<Limits> limits = limits();
      Sweep sweep = quick ? Sweep.quick(wishes.plans()) : Sweep.usual(wishes.plans());
      ClipStudy clip =
          new ClipJob(setup, sweep, wishes.passes(), ClipJob.GROUP_BYTES, progress, ended)
              .run(loaded);
      OpenShareStudy shares = unlessEnded(new OpenShareJob(setup, quick ? 1 : 9, progress)::run);
      ScalingJob scalingJob = new ScalingJob(setup, quick ? 0.05 : 1.5, progress);
      Scaling scaling = unlessEnded(() -> scalingJob.run(loaded.frames()));
      OneDnnStudy oneDnn =
          unlessEnded(new OneDnnJob(setup.network(), quick ? 3 : 25, progress)::run);
      return new Study(
          about,
          Subject.of(setup, loaded, clip.contenders().get(0).millis().size()),
          limits,
          clip,
          shares,
          RoofPoint.of(setup.network(), clip.denseLayers(), clip.skipLayers()),
          scaling,
          oneDnn);
    }
  }

  private <T> T unlessEnded(Supplier<T> part) {
    return ended.getAsBoolean() ? null : part.get();
  }

  private List<Limits> limits() {
    int all = Runtime.getRuntime().availableProcessors();
    long free = Runtime.getRuntime().maxMemory() / 4_000_000;
    int megabytes = (int) Math.min(quick ? 240 : 900, free);
    List<Limits> limits = new ArrayList<>();
    try (Progress.Bar bar = progress.begin("limits of this machine", all == 1 ? 1 : 2)) {
      limits.add(Limits.measure(1, megabytes));
      bar.step();
      if (all > 1) {
        limits.add(Limits.measure(all, megabytes));
        bar.step();
      }
    }
    return limits;
  }
}

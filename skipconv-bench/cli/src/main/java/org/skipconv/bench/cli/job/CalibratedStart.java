package org.skipconv.bench.cli.job;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.calibration.Calibration;
import org.skipconv.gates.calibration.GateCalibrator;
import org.skipconv.gates.calibration.SampleClip;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.Closeness;
import org.skipconv.models.VideoModel;

/** Calibrates the plan that a training of thresholds starts from, on frames of the training. */
public final class CalibratedStart {
  private static final float FIRST_GUESS = 0.1f;
  private static final int CLIPS = 4;
  private static final int CLIP_FRAMES = 40;

  private CalibratedStart() {}

  /**
   * Looks for a plan.
   *
   * @param frames of which some stretches are used
   * @param block side of the blocks that open as a whole
   * @param tolerance largest distance from the dense outputs, see the command calibrate
   * @param stop ends the search
   * @return empty when nothing within the tolerance was found until then
   */
  public static Optional<GatePlan> find(
      VideoModel<?> model,
      TrainingFrames frames,
      int block,
      double tolerance,
      int threads,
      BooleanSupplier stop) {
    List<SampleClip> clips = clips(frames);
    if (clips.isEmpty()) {
      return Optional.empty();
    }
    SkipNetwork network = model.network();
    Closeness closeness = model.task().closeness(network);
    GateCalibrator calibrator =
        GateCalibrator.of(network, clips, closeness.distance())
            .guide(closeness.guide())
            .gate(GateSetting.input(FIRST_GUESS).withBlock(block))
            .pictures(model.normalization().change(1))
            .threads(threads)
            .stopWhen(stop);
    try {
      Calibration found = calibrator.calibrate(tolerance);
      return Optional.of(found.plan()).filter(plan -> found.found() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not even thresholds of 0 are within the tolerance.
    }
  }

  /** Stretches spread over the frames, none across a cut. */
  private static List<SampleClip> clips(TrainingFrames frames) {
    List<SampleClip> clips = new ArrayList<>();
    int free = 0;
    for (int i = 0; i < CLIPS; i++) {
      int start = Math.max(free, (int) ((long) i * frames.size() / CLIPS));
      int end = Math.min(start + 1, frames.size());
      while (end < frames.size() && end - start < CLIP_FRAMES && !frames.startsShot(end)) {
        end++;
      }
      if (end - start >= 2) {
        List<FloatBuffer> clip = new ArrayList<>();
        for (int frame = start; frame < end; frame++) {
          clip.add(FloatBuffer.wrap(frames.frame(frame)));
        }
        clips.add(SampleClip.nchw(clip));
      }
      free = end;
    }
    return clips;
  }
}

package org.skipconv.bench.cli.job;

import org.skipconv.gates.training.TrainingFrames;

/**
 * Frames of a training of gates, and those on which its result is measured.
 *
 * @param seen by the training, which chooses the best state by the last of them
 * @param test on which the result is measured
 * @param unseen whether the training has not seen the test frames: of few frames it needs all, and
 *     the result is measured on those that chose it
 */
public record TrainingSplit(TrainingFrames seen, FrameRange test, boolean unseen) {
  /** Share of the frames seen that choose the best state. */
  public static final double VALIDATION = 0.2;

  private static final int TEST_PART = 10;
  private static final int MOST_TEST_FRAMES = 200;
  private static final int LEAST_FRAMES = 240;

  /** Keeps back the last tenth of the frames where there are enough. */
  public static TrainingSplit of(TrainingFrames all) {
    int size = all.size();
    if (size < LEAST_FRAMES) {
      int border = (int) Math.round((1 - VALIDATION) * size);
      return new TrainingSplit(all, new FrameRange(all, border, size - border), false);
    }
    int test = Math.min(MOST_TEST_FRAMES, size / TEST_PART);
    return new TrainingSplit(
        new FrameRange(all, 0, size - test), new FrameRange(all, size - test, test), true);
  }

  /** Frames that gradients are computed from, without those that choose the best state. */
  public FrameRange training() {
    return new FrameRange(seen, 0, (int) Math.round((1 - VALIDATION) * seen.size()));
  }
}

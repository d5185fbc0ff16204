package org.skipconv.bench.cli.job;

import java.util.Map;
import org.skipconv.gates.training.TrainingFrames;

/**
 * Consecutive frames of others; the first starts a shot.
 *
 * @param all of which these are
 * @param first number of the first among all
 * @param size how many
 */
public record FrameRange(TrainingFrames all, int first, int size) implements TrainingFrames {

  public FrameRange {
    if (first < 0 || size < 0 || first + size > all.size()) {
      throw new IllegalArgumentException(
          "of " + all.size() + " frames there are no " + size + " from " + first + " on");
    }
  }

  @Override
  public boolean startsShot(int index) {
    return index == 0 || all.startsShot(first + index);
  }

  @Override
  public float[] frame(int index) {
    return all.frame(first + index);
  }

  @Override
  public Map<String, float[]> labels(int index) {
    return all.labels(first + index);
  }
}

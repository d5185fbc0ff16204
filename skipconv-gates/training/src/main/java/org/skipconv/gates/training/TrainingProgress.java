package org.skipconv.gates.training;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * State of a training.
 *
 * @param step counted from 1, over all resumed runs
 * @param elapsed time that all runs took so far
 * @param done 0 to 1: the larger share of the steps and of the time that were asked for
 * @param loss task loss plus beta times the expected MAC share, of this step
 * @param taskLoss of this step, see {@link TaskLoss}
 * @param macShare MACs of this step's frames after their keyframe over the dense ones, gates
 *     included; 1 without gates
 * @param beta price of the MAC share
 * @param validation null but for the steps that were followed by a validation
 */
@NullMarked
public record TrainingProgress(
    int step,
    Duration elapsed,
    double done,
    double loss,
    double taskLoss,
    double macShare,
    double beta,
    Validation validation) {

  /**
   * Measures of the validation part, with the gates as at inference.
   *
   * @param taskLoss see {@link TaskLoss}
   * @param macShare as in {@link TrainingProgress}
   * @param agreement 1 - mean over the outputs of {@code sum (y - dense)^2 / sum (dense - mean)^2}:
   *     1 when the outputs are those of the network without gates
   */
  public record Validation(double taskLoss, double macShare, double agreement) {}

  /** {@return the dense MACs over those spent, after keyframes} */
  public double macRatio() {
    return 1 / macShare;
  }
}

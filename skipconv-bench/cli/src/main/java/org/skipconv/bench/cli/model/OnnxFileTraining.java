package org.skipconv.bench.cli.model;

import java.nio.file.Path;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;

/** Trains outputs to stay what they are, whatever they mean. */
record OnnxFileTraining() implements Trainable {

  @Override
  public TaskLoss distillation() {
    return TaskLoss.distillation();
  }

  @Override
  public TaskLoss labelLoss() {
    throw noLabels();
  }

  @Override
  public FrameLabels labels(SkipNetwork network, Path file) {
    throw noLabels();
  }

  private static BadInput noLabels() {
    return new BadInput(
        "--labels: an ONNX file does not say how it was trained; without them it learns from what"
            + " it gives densely");
  }

  @Override
  public TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene) {
    throw new BadInput("--input synthetic: an ONNX file learns from footage; give a video");
  }
}

package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;

/** All that a training needs to know of a model. */
public interface Trainable {

  /** Returns the loss that is 0 when the network finds what it finds without gates. */
  TaskLoss distillation();

  /** Returns the loss by {@link #labels}, or by the truth about {@link #scenes}. */
  TaskLoss labelLoss();

  /**
   * Reads what somebody has said about the frames of a video.
   *
   * @param network that will see them
   * @throws IllegalArgumentException when the file has no labels for this model
   * @throws IOException when it cannot be read, or says what nobody can mean
   */
  FrameLabels labels(SkipNetwork network, Path file) throws IOException;

  /**
   * Generates scenes of what this model finds, with labels for {@link #labelLoss}.
   *
   * @param network that will see them
   * @param count of scenes
   * @param perScene frames of each
   */
  TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene);
}

package org.skipconv.bench.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;

/** A model under the name that the command line gives it. */
public interface Model {
  String name();

  /** Whether it can look at a part of a picture that is asked for. */
  boolean takesCrop();

  /** Whether what it finds can be judged by labelled boxes. */
  boolean takesLabels();

  /** Input size when none is asked for. */
  Size usualSize();

  /**
   * The network with the weights of a file.
   *
   * @throws IOException when the file cannot be read, or its weights do not fit the model
   * @throws IllegalArgumentException when the size does not fit the model
   */
  SkipNetwork load(Size size, Path weights) throws IOException;

  /**
   * The network with generated weights, which nobody trained.
   *
   * @throws IllegalArgumentException when the size does not fit the model
   */
  SkipNetwork seeded(Size size, long seed);

  /** The weights of a network of this model, as {@link #load} reads them from a file. */
  Map<String, Tensor> stateDict(SkipNetwork network);

  /** How far what the network finds is from what it finds without gates. */
  TaskLoss distillation();

  /** How wrong the network's outputs are by {@link #labels}, or the truth about {@link #scenes}. */
  TaskLoss labelLoss();

  /**
   * What somebody has said about the frames of a video.
   *
   * @param network that will see them
   * @throws IOException when the file cannot be read, or has no labels for this model
   */
  FrameLabels labels(SkipNetwork network, Path file) throws IOException;

  /**
   * Generated scenes of what this model finds, with labels for {@link #labelLoss}.
   *
   * @param network that will see them
   * @param count of scenes
   * @param perScene frames of each
   */
  TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene);

  /**
   * What this model does on one stream.
   *
   * @param view of which it makes use as far as {@link #takesCrop} and {@link #takesLabels} say
   */
  Task task(SkipNetwork network, View view);

  /** How far what this model finds may be from what the dense network finds. */
  Closeness closeness(SkipNetwork network);

  /**
   * Generated scenes to judge this model on.
   *
   * @throws IllegalArgumentException when what the network finds is not what scenes know
   */
  SceneSuite suite(SkipNetwork network);
}

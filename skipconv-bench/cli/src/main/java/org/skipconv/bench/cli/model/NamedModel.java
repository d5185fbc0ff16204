package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skipconv.bench.cli.result.ResultForm;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.weights.Weights;

/**
 * A model under the name that the command line gives it, and what is known of its kind here alone:
 * generated scenes, and how to train it.
 *
 * @param <R> what it finds in a frame
 */
public interface NamedModel<R> {
  String name();

  /** Whether it can look at a part of a picture that is asked for. */
  boolean takesCrop();

  /** Whether the usual generated scene for it is a street, rather than one person. */
  default boolean seesStreets() {
    return !takesCrop();
  }

  /** Size of a standard deviation of pixels in the network's input. */
  default float inputDeviation() {
    return 1;
  }

  /**
   * Threshold of gate input-norm when the user gives none, for a network whose results suffer from
   * the gate's usual one; else empty.
   */
  default Optional<Float> usualThreshold() {
    return Optional.empty();
  }

  /** Lines of a report's heading about the model, beside its name and weights. */
  default List<String> about() {
    return List.of();
  }

  /** Whether what it finds can be judged by labelled boxes. */
  boolean takesLabels();

  /**
   * Returns the same model with another last layer.
   *
   * @throws IllegalArgumentException when it finds no joints, or its file says which
   */
  default NamedModel<R> withJoints(JointSet joints) {
    throw new IllegalArgumentException("only the hrnet models find joints, not " + name());
  }

  /**
   * Returns the same model for weights that were trained with unbiased data processing.
   *
   * @throws IllegalArgumentException when it finds no joints, or its file says how
   */
  default NamedModel<R> withUnbiasedData() {
    throw new IllegalArgumentException("only the hrnet models find joints, not " + name());
  }

  /**
   * Returns the same model with another last layer.
   *
   * @param classes names in the order of the channels
   * @throws IllegalArgumentException when it finds no classes, or its file says which
   */
  default NamedModel<R> withClasses(List<String> classes) {
    throw new IllegalArgumentException("only the efficientdet models find classes, not " + name());
  }

  /** Returns the same model with as many joints or classes as weights find, where they say so. */
  default NamedModel<R> fitting(Weights weights) {
    return this;
  }

  /** Form of results in a file; empty when what it finds is neither poses nor objects. */
  Optional<ResultForm<R>> resultForm();

  /** Input size when none is asked for. */
  Size usualSize();

  /**
   * Loads the model with the weights of a file.
   *
   * @throws IOException when the file cannot be read, or its weights do not fit the model
   * @throws IllegalArgumentException when the size does not fit the model
   */
  VideoModel<R> load(Size size, Path weights) throws IOException;

  /**
   * Returns the model with generated weights, which nobody trained.
   *
   * @throws IllegalArgumentException when the size does not fit the model
   */
  VideoModel<R> seeded(Size size, long seed);

  /** The weights of a network of this model, as {@link #load} reads them from a file. */
  Map<String, Tensor> stateDict(SkipNetwork network);

  /**
   * Reads labels.
   *
   * @throws IOException when the file cannot be read, or has no labels for this model
   */
  Truth<R> labels(Path file) throws IOException;

  /**
   * Returns the truth about a generated scene; empty when the model finds other things than scenes
   * have.
   *
   * @param first the first frame to be seen
   */
  Optional<Truth<R>> truth(VideoModel<R> model, Scene scene, int first);

  /** The side of this model that trainings see. */
  Trainable trainable();

  /**
   * Generated scenes to judge this model on.
   *
   * @throws IllegalArgumentException when what the network finds is not what scenes know
   */
  SceneSuite suite(VideoModel<R> model);
}

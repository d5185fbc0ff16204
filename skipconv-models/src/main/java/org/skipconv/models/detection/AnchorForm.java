package org.skipconv.models.detection;

import java.util.List;
import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.InputConvention;

/** Form in which a family of detectors gives its outputs. Immutable. */
interface AnchorForm {

  /**
   * Number of classes; 0 where the outputs do not say.
   *
   * @param shapes axes of the outputs by name
   * @param height height of the network's input
   * @param width width of the network's input
   * @throws IllegalArgumentException when the outputs do not have this form; the message says what
   *     it is
   */
  int classes(Map<String, int[]> shapes, int height, int width);

  /**
   * Looks at one frame's outputs.
   *
   * @throws IllegalArgumentException when they do not have this form
   */
  AnchorOutputs read(Map<String, Tensor> outputs, int height, int width);

  /** Names of the classes when nobody gives any. */
  default List<String> names(int classes) {
    return ClassNames.of(classes);
  }

  /** Returns what networks of the family are usually shown. */
  InputConvention convention();

  /** Returns whether boxes of one object are still to be thinned out. */
  default boolean overlapping() {
    return true;
  }
}

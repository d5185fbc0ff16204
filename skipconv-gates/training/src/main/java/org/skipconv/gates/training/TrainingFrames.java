package org.skipconv.gates.training;

import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Frames to train on, as a network takes them; asked for in any order, again and again. */
@NullMarked
public interface TrainingFrames {

  /** {@return the number of frames; the last ones are the validation part} */
  int size();

  /**
   * {@return a frame, [C, H, W] row-major, normalised as the network wants it}
   *
   * @param index 0 to size - 1
   */
  float[] frame(int index);

  /**
   * {@return whether the camera saw something else in the frame before, so that no clip may reach
   * across}
   *
   * @param index number of the frame, from 0
   */
  default boolean startsShot(int index) {
    return index == 0;
  }

  /**
   * Returns the labels of a frame, as the {@link TaskLoss} wants them; nothing unless told.
   *
   * @param index number of the frame, from 0
   * @return values by name, with the same names and lengths for every frame
   */
  default Map<String, float[]> labels(int index) {
    return Map.of();
  }
}

package org.skipconv.models;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Accuracy of results by a {@link Truth}. Adds up over frames; not thread-safe.
 *
 * @param <R> what is found in a frame
 */
public interface Score<R> {

  /**
   * Adds a frame; does nothing when its truth is unknown.
   *
   * @param frame number of the frame in its video, from 0
   * @param result what was found, unfiltered
   * @return whether the truth of the frame is known
   */
  boolean add(int frame, R result);

  /** {@return the number of things that were to be found so far: joints, objects} */
  long objects();

  /** {@return the measures by name, in a fixed order; empty where there was nothing to be found} */
  Map<String, OptionalDouble> values();
}

package org.skipconv.models;

import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.models.vision.CropWindow;

/**
 * Agreement of results computed with skipping with those of the dense network, which are taken as
 * the truth. Adds up over frames; not thread-safe.
 *
 * @param <R> what is found in a frame
 */
public interface Agreement<R> {

  /**
   * Adds a frame.
   *
   * @param dense what the dense network found, unfiltered
   * @param skip what was found with skipping, unfiltered
   * @param window part of the picture that the network saw
   */
  void add(R dense, R skip, CropWindow window);

  /** {@return the measures by name, in a fixed order; empty where nothing has counted so far} */
  Map<String, OptionalDouble> values();

  /** {@return the values in one line of words; an empty text when nothing has counted so far} */
  String text();
}

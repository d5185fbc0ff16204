package org.skipconv.models;

/**
 * Contents of the frames of a video, as far as they are known. Immutable.
 *
 * @param <R> what a model finds in a frame
 */
public interface Truth<R> {
  /** {@return the name of the source: a file of labels, or the generator of the video} */
  String source();

  /** {@return a new score, which has seen no frame yet} */
  Score<R> score();
}

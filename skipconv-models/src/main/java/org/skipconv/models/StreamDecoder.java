package org.skipconv.models;

import org.skipconv.core.FrameResult;
import org.skipconv.models.vision.Placement;

/**
 * Reads the outputs of one stream, frame by frame. It may look only at what a frame changed, so
 * every frame since a keyframe must come by, in order. Not thread-safe.
 *
 * @param <R> what is found in a frame
 */
@FunctionalInterface
public interface StreamDecoder<R> extends AutoCloseable {

  /**
   * Reads the outputs of the next frame.
   *
   * @param result the frame's outputs
   * @param view where the network's input lay in the picture
   * @return what was found
   */
  R decode(FrameResult result, Placement view);

  /**
   * The stream's maps were moved along with the camera, so that what is remembered of their pixels
   * lies elsewhere. A decoder that remembers nothing of pixels need not do anything.
   */
  default void moved() {}

  /** Frees what the decoder remembers outside the Java heap; most remember nothing there. */
  @Override
  default void close() {}
}

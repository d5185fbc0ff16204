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
   * @param view where the network's input lay in the picture
   */
  R decode(FrameResult result, Placement view);

  /** Frees what the decoder remembers outside the Java heap; most remember nothing there. */
  @Override
  default void close() {}
}

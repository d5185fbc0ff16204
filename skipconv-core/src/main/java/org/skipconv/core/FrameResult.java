package org.skipconv.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network's answer to one frame. Valid until the session's next frame, reset or close; after
 * that it says so.
 *
 * <p>What was taken from it may be kept and read for ever, also when the session has been closed or
 * is no longer reachable: it shows the values of the session's newest frame, or of its last one.
 * Its memory is freed when nobody can reach it any more. A result that is kept keeps its session, a
 * {@link #report} does not.
 */
public interface FrameResult {

  /**
   * A result as an NCHW view (batch 1, float32) of the session's memory: no copy is made, and the
   * next frame writes over it. Use {@code dup()} to keep it, and to change it: whoever writes into
   * the view writes into the session.
   *
   * @param name of an output of the network
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  INDArray output(String name);

  /** The same result as the map that the session computes in. */
  FeatureMap map(String name);

  /**
   * Which output pixels of a layer this frame computed; read only.
   *
   * @param layer name of a convolution
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  GateMask mask(String layer);

  /** What the frame cost. */
  FrameReport report();
}

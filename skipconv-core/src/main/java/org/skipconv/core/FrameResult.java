package org.skipconv.core;

/**
 * The network's answer to one frame. Valid until the session's next frame, reset or close; after
 * that it says so.
 *
 * <p>Maps and masks that were taken from it may be kept and read for ever, also when the session
 * has been closed or is no longer reachable: it shows the values of the session's newest frame, or
 * of its last one. Its memory is freed when nobody can reach it any more. A result that is kept
 * keeps its session, a {@link #report} does not.
 */
public interface FrameResult {

  /**
   * {@return the copy of a result as [1, C, H, W], which stays as it is}
   *
   * @param name of an output of the network
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  default Tensor output(String name) {
    FeatureMap map = map(name);
    Shape shape = map.shape();
    return Tensor.of(map.toArray(), 1, shape.channels(), shape.height(), shape.width());
  }

  /**
   * {@return the view of a result in the session's memory: no copy is made, and the next frame
   * writes over it}
   *
   * @param name of an output of the network
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  FeatureMap map(String name);

  /**
   * {@return the mask of the output pixels of a layer that this frame computed; read only}
   *
   * @param layer name of a convolution
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   * @throws IllegalStateException when the session has moved on
   */
  GateMask mask(String layer);

  /** {@return the cost of the frame} */
  FrameReport report();
}

package org.skipconv.gates.calibration;

import org.skipconv.core.FrameResult;

/**
 * Distance of a network's gated outputs from its dense ones, which stand in for the truth: no
 * labels are needed. The unit is the distance's own; a tolerance is given in it.
 *
 * @param <R> what has to be kept of a dense frame
 */
public interface OutputDistance<R> {

  /**
   * Takes from a dense frame what {@link Comparison#add} needs of it; copied, not viewed.
   *
   * @param dense a frame of the dense path
   * @return what the comparison needs
   */
  R reference(FrameResult dense);

  /**
   * Begins a comparison of some frames. Several may run at a time, each on a thread of its own.
   *
   * @return the comparison
   */
  Comparison<R> start();

  /**
   * Adds up over frames.
   *
   * @param <R> what is kept of a dense frame
   */
  interface Comparison<R> {

    /**
     * Adds a frame.
     *
     * @param dense the reference of that frame
     * @param gated what the gates made of it; valid during this call
     */
    void add(R dense, FrameResult gated);

    /**
     * {@return the distance over all frames so far: 0 when nothing differs, never negative or NaN}
     */
    double value();
  }
}

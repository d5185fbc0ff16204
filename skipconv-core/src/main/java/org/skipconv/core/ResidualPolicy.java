package org.skipconv.core;

/**
 * Reference of the residual of an output pixel, and so what becomes of a change that was skipped.
 */
public enum ResidualPolicy {
  /**
   * Against the input that the pixel was last computed from. An open pixel is computed afresh,
   * {@code w * x_t + b}: nothing drifts, and a slow change is seen in the end. The default.
   */
  CARRY,
  /**
   * Against the previous frame's input, as published: {@code z_t = z_(t-1) + g (w * r_t)}. A change
   * that was skipped is lost until the next keyframe. Learned gates as published are defined on it.
   */
  REBASE
}

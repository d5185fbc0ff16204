package org.skipconv.core;

/**
 * How much the input of a layer changed, seen from each output pixel: the sum of |r| over the
 * channels and taps of its window, the border counting as no change. Under {@link
 * ResidualPolicy#CARRY} it has been summed since that pixel was last computed, under {@link
 * ResidualPolicy#REBASE} it is this frame's alone. Where the layer also adds a shortcut, the
 * shortcut's change is counted in the same unit.
 */
public interface Residual {

  /** Rows of the layer's output. */
  int height();

  /** Columns of the layer's output. */
  int width();

  /** The sum of |r| over the window of an output pixel; 0 exactly when nothing in it changed. */
  float at(int y, int x);

  /**
   * Opens exactly the pixels whose {@link #at value} is above a threshold, and closes the others;
   * fast.
   *
   * @param threshold not negative
   */
  void openAbove(float threshold, GateMask mask);
}

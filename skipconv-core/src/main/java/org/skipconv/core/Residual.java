package org.skipconv.core;

/**
 * Change of a layer's input, seen from each output pixel: the sum of |r| over the channels and taps
 * of its window, the border counting as no change. Under {@link ResidualPolicy#CARRY} it has been
 * summed since that pixel was last computed, under {@link ResidualPolicy#REBASE} it is this frame's
 * alone. Where the layer also adds a shortcut, the shortcut's change is counted in the same unit.
 */
public interface Residual {

  /** {@return the rows of the layer's output} */
  int height();

  /** {@return the columns of the layer's output} */
  int width();

  /**
   * {@return the sum of |r| over the window of an output pixel; 0 exactly when nothing in it
   * changed, infinite where nothing is known of the pixel, as after a shift}
   *
   * @param y row of the layer's output
   * @param x column of the layer's output
   */
  float at(int y, int x);

  /**
   * Change of the picture under an output pixel in this frame alone: the largest mean |r| over
   * channels among the pixels of the network's input that the output pixel stands for, in units of
   * the input's mean |x| at the last keyframe. 0 where the picture is as before, and in layers that
   * do not lie over it.
   *
   * @param y row of the layer's output
   * @param x column of the layer's output
   * @return 0 or more
   * @throws IllegalStateException when it is called by another thread than the one in which the
   *     gate is deciding
   */
  default float pictureChange(int y, int x) {
    return 0;
  }

  /**
   * Opens exactly the pixels whose {@link #at value} is above a threshold, and closes the others;
   * fast.
   *
   * @param threshold not negative
   * @param mask takes what is open
   */
  void openAbove(float threshold, GateMask mask);

  /**
   * Convolves |r| to one channel, with the layer's own kernel size, stride, padding and dilation,
   * at the output pixels whose window saw a change; fast. What is left out is 0 there.
   *
   * <p>It needs the residual channel by channel, which only {@link ResidualPolicy#REBASE} keeps. A
   * gate should look at {@link GatedLayer#policy} when it is opened, and refuse then.
   *
   * @param kernel for all channels of the layer's input, whatever the layer's groups
   * @param elsewhere what pixels get whose window saw no change
   * @param values takes the results, row by row, {@link #height} times {@link #width} of them
   * @return the number of pixels at which the convolution was computed
   * @throws IllegalStateException when there is no residual channel by channel, or when it is
   *     called by another thread than the one in which the gate is deciding
   * @throws IllegalArgumentException when the kernel does not fit the layer, or the array the
   *     output
   */
  default int absConvolution(OneChannelKernel kernel, float elsewhere, float[] values) {
    throw new IllegalStateException("this residual is not known channel by channel");
  }
}

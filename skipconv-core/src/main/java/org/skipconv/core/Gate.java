package org.skipconv.core;

/**
 * Decides which output pixels of a convolution are recomputed: residual in, {@link GateMask} out. A
 * gate is an immutable strategy that any number of sessions may share; what it remembers of a
 * stream lives in its {@link State}.
 *
 * <p>Whatever a mask says, a pixel whose window saw no change is not computed: its value is right
 * already.
 */
public interface Gate {

  /** Opens everything: recomputes whatever saw a change, however small. */
  Gate ALL_OPEN =
      layer ->
          new State() {
            @Override
            public long decide(Residual residual, GateMask mask) {
              mask.setAll(true);
              return 0;
            }

            @Override
            public boolean wantsOutputScale() {
              return false;
            }
          };

  /**
   * Makes what this gate remembers of one layer of one session.
   *
   * @param layer the layer and its shapes
   * @return the state
   */
  State open(GatedLayer layer);

  /** A gate at work in one layer of one session. */
  @FunctionalInterface
  interface State {

    /**
     * Decides one frame. Called when something changed in the layer's input, by the thread that
     * computes the frame. The session must not be used from here, but for being closed.
     *
     * <p>What is handed over may be kept and read later, also when the session is closed: it then
     * shows what a later frame wrote there, or what was there last. Only {@link
     * Residual#absConvolution} and {@link Residual#pictureChange} are refused when this call has
     * ended.
     *
     * @param residual what changed
     * @param mask to be filled; holds the last decision
     * @return multiply-accumulates that the decision itself cost
     */
    long decide(Residual residual, GateMask mask);

    /**
     * A keyframe has been computed. A scale of 0, as a layer has that saw nothing but zeros, is the
     * smallest positive one of all layers instead; one that is not finite, as values that overflow
     * make it, is 0.
     *
     * @param inputScale mean |x| of the layer's input
     * @param outputScale mean |z| of the layer's output before shortcut and activation; 0 where no
     *     gate of the session {@link #wantsOutputScale}
     */
    default void keyframe(double inputScale, double outputScale) {}

    /**
     * The session was shifted: what the gate remembers of a pixel is now at another place. A gate
     * that remembers nothing of pixels need not do anything.
     *
     * @param rows of the layer's output by which the content moved down, up where negative
     * @param columns by which it moved right, left where negative
     */
    default void shift(int rows, int columns) {}

    /** {@return whether the gate uses the output's scale, which takes time to measure} */
    default boolean wantsOutputScale() {
      return true;
    }

    /** {@return whether a frame in which the layer's input did not change must be decided too} */
    default boolean decidesUnchanged() {
      return false;
    }
  }
}

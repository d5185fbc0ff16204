package org.skipconv.core.internal.engine;

/**
 * Whether a frame is cheaper to compute whole than to compute what its gates would open. Looking at
 * changes costs something for each pixel that is computed, so that beyond an open share of {@value
 * #BREAK_EVEN} there is nothing left to gain.
 *
 * <p>The open share is foretold from the last frame that was not computed whole: as long as the
 * input changes about as much as then, it will be no less. More is not foretold from more, since a
 * gate may have a budget. When that frame was too dear, the next ones are computed whole, and now
 * and then one is tried: after {@value #FIRST_PAUSE} frames, and after twice as many each time that
 * it was too dear again. One whose input changed clearly less is tried at once.
 */
final class DenseChoice {
  /** Open share of the MACs at which both cost the same time. */
  static final double BREAK_EVEN = 0.65;

  /** A frame whose input changed by less than this part of what was too dear is tried at once. */
  static final double CLEARLY_LESS = 0.8;

  static final int FIRST_PAUSE = 4;
  static final int LAST_PAUSE = 128;

  private double lastChanged;
  private double lastOpen;
  private int pause = FIRST_PAUSE;
  private int whole;

  /**
   * Decides on a frame; one that is not chosen must be {@linkplain #computed reported}.
   *
   * @param changed share of the input's pixels
   */
  boolean chooses(double changed) {
    boolean dear = lastOpen >= BREAK_EVEN && changed >= CLEARLY_LESS * lastChanged;
    if (dear && whole < pause) {
      whole++;
      return true;
    }
    return false;
  }

  /**
   * Takes note of a frame that was not computed whole.
   *
   * @param changed share of the input's pixels
   * @param open share of the MACs
   */
  void computed(double changed, double open) {
    boolean again = whole >= pause;
    whole = 0;
    if (open < BREAK_EVEN) {
      pause = FIRST_PAUSE;
    } else if (again) {
      pause = Math.min(2 * pause, LAST_PAUSE);
    }
    lastChanged = changed;
    lastOpen = open;
  }

  /** Forgets everything. */
  void reset() {
    lastOpen = 0;
    pause = FIRST_PAUSE;
    whole = 0;
  }
}

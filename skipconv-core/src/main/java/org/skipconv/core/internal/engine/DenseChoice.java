package org.skipconv.core.internal.engine;

/**
 * Whether a frame is cheaper to compute whole than to compute what its gates would open.
 *
 * <p>Its cost is foretold from the last frame that was not chosen to be computed whole: as long as
 * the input changes about as much as then, it will be no less. More is not foretold from more,
 * since a gate may have a budget. When that frame was too dear, the next ones are computed whole,
 * and now and then one is tried: after {@value #FIRST_PAUSE} frames, and after twice as many each
 * time that it was too dear again. One whose input changed clearly less is tried at once.
 */
final class DenseChoice {
  /** A frame whose input changed by less than this part of what was too dear is tried at once. */
  static final double CLEARLY_LESS = 0.8;

  static final int FIRST_PAUSE = 4;
  static final int LAST_PAUSE = 128;

  private double lastChanged;
  private double lastCost;
  private int pause = FIRST_PAUSE;
  private int whole;

  /**
   * Decides on a frame; one that is not chosen must be {@linkplain #computed reported}.
   *
   * @param changed share of the input's pixels
   */
  boolean chooses(double changed) {
    boolean dear = lastCost >= 1 && changed >= CLEARLY_LESS * lastChanged;
    if (dear && whole < pause) {
      whole++;
      return true;
    }
    return false;
  }

  /**
   * Takes note of a frame that was not chosen.
   *
   * @param changed share of the input's pixels
   * @param cost as a share of a dense frame's
   */
  void computed(double changed, double cost) {
    boolean again = whole >= pause;
    whole = 0;
    if (cost < 1) {
      pause = FIRST_PAUSE;
    } else if (again) {
      pause = Math.min(2 * pause, LAST_PAUSE);
    }
    lastChanged = changed;
    lastCost = cost;
  }

  /** Forgets everything. */
  void reset() {
    lastCost = 0;
    pause = FIRST_PAUSE;
    whole = 0;
  }
}

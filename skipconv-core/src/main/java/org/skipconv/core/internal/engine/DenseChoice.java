package org.skipconv.core.internal.engine;

/**
 * Whether a frame is cheaper to compute whole than to compute what its gates would open. Looking at
 * changes costs something for each pixel that is computed, so that beyond an open share of {@value
 * #BREAK_EVEN} there is nothing left to gain.
 *
 * <p>The open share is foretold from the share of the input that changed, in proportion to the last
 * frame that was not computed whole. As long as nothing better is known than that it was too dear,
 * frames are computed whole, and now and then one is tried: after {@value #FIRST_PAUSE} frames, and
 * after twice as many each time that it was too dear again. One whose input changed clearly less is
 * tried at once.
 */
final class DenseChoice {
  /** Open share of the MACs at which both cost the same time. */
  static final double BREAK_EVEN = 0.65;

  /** Changed share of the input from which a frame is taken for open everywhere. */
  static final double EVERYWHERE = 0.9;

  /** Changed share of the input below which the last frame says little of a larger one. */
  static final double LITTLE = 0.1;

  /** A frame whose input changed by less than this part of what was too dear is tried at once. */
  static final double CLEARLY_LESS = 0.8;

  static final int FIRST_PAUSE = 4;
  static final int LAST_PAUSE = 128;

  private boolean known;
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
    boolean dear = known && foretold(changed) >= BREAK_EVEN;
    if (dear && whole < pause) {
      whole++;
      return true;
    }
    return false;
  }

  private double foretold(double changed) {
    if (lastOpen >= BREAK_EVEN) {
      return changed >= CLEARLY_LESS * lastChanged ? lastOpen : 0;
    }
    if (changed >= EVERYWHERE && lastChanged < EVERYWHERE) {
      return 1;
    }
    return lastChanged >= LITTLE ? lastOpen * Math.max(1, changed / lastChanged) : lastOpen;
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
    known = true;
    lastChanged = changed;
    lastOpen = open;
  }

  /** Forgets everything. */
  void reset() {
    known = false;
    pause = FIRST_PAUSE;
    whole = 0;
  }
}

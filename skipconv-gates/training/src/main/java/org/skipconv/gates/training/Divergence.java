package org.skipconv.gates.training;

/** Ends a run in the midst of a step; {@link TrainingDivergedException} tells the user of it. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A loss of 1 is as wrong as knowing nothing, and no healthy step is this many times as wrong.
   */
  private static final double LARGEST_FACTOR = 1e4;

  private final int step;

  private Divergence(int step, String what) {
    super(what);
    this.step = step;
  }

  int step() {
    return step;
  }

  /** Refuses a loss that is not finite, or far above both 1 and the first one. */
  static void requireSane(int step, String what, double loss, double first) {
    if (!Double.isFinite(loss)) {
      throw new Divergence(step, what + " is " + loss);
    }
    if (loss > LARGEST_FACTOR * Math.max(1, first)) {
      throw new Divergence(step, what + " is " + loss + ", and was " + first + " at first");
    }
  }

  /** Refuses values that are not finite. */
  static void requireFinite(int step, String what, boolean finite) {
    if (!finite) {
      throw new Divergence(step, what + " is not finite");
    }
  }
}

package org.skipconv.core.internal.engine;

/** One stage at work in one session. */
interface Step {

  /** Value that the step computes. */
  Value out();

  /** Whether it reads a value. */
  boolean reads(Value value);

  /** Begins a keyframe, before its first rows. */
  void beginKeyframe();

  /** Number of rows that a keyframe is computed in. */
  default int rows() {
    return out().map().shape().height();
  }

  /**
   * Number of output rows, from the first on, for which the rows of its inputs that are there
   * suffice.
   */
  int rowsReady();

  /**
   * Computes rows [begin, end) of a keyframe.
   *
   * @param measure whether gates will want to know how large values are
   */
  void keyframeRows(int begin, int end, boolean measure);

  /** Ends a keyframe, when all rows are there. */
  void endKeyframe();

  /**
   * Takes note that the planes of the session were shifted.
   *
   * @param rows of the network's input by which the content was moved down
   * @param columns by which it was moved right
   */
  void shifted(int rows, int columns);

  /** Brings the result up to date with what changed in the inputs. */
  void update();
}

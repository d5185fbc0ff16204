package org.skipconv.core.internal.engine;

/** One stage at work in one session. */
interface Step {

  /** Value that the step computes. */
  Value out();

  /** Begins a keyframe, before its first rows. */
  void beginKeyframe();

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

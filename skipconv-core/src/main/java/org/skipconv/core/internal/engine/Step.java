package org.skipconv.core.internal.engine;

/** One stage at work in one session. */
interface Step {

  /**
   * Computes every pixel.
   *
   * @param measure whether gates will want to know how large values are
   */
  void keyframe(boolean measure);

  /** Brings the result up to date with what changed in the inputs. */
  void update();
}

package org.skipconv.core.internal.engine;

import org.skipconv.core.MacCount;

/** A step that a frame's report tells of. */
interface Layer {

  String name();

  /** Pixels of the result. */
  int pixels();

  /**
   * Number of values of the result that skipping costs more for than computing all; 0 where it
   * costs nothing.
   */
  long values();

  /** Pixels that the last frame computed. */
  int open();

  /** Time that computing them took, deciding not included. */
  long nanos();

  /** Cost of the last frame. */
  MacCount macs();
}

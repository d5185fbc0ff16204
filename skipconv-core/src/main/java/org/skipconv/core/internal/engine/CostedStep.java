package org.skipconv.core.internal.engine;

import org.skipconv.core.MacCount;

/** A step that multiplies and accumulates, and so has a line in a frame's report. */
interface CostedStep extends Step {

  /** Name of the layer. */
  String name();

  /** Output pixels of the layer. */
  int pixels();

  /** Output pixels that the last frame computed. */
  int open();

  /** What the last frame cost. */
  MacCount macs();

  /** Time in the kernel in the last frame. */
  long nanos();
}

package org.skipconv.bench.rival;

import org.skipconv.bench.measure.InputTensor;
import org.skipconv.core.FrameResult;

/** A dense engine behind a motion detector. */
public interface Rival {
  /** {@link MotionTriggered#NAME} or {@link MotionCropped#NAME}. */
  String name();

  /** What counts as motion: mean |change| of a pixel, in units of the network's input. */
  float threshold();

  /**
   * The next frame.
   *
   * @return nanoseconds, the detection of motion included
   */
  long next(InputTensor frame);

  /** What holds after the last frame, computed by it or before. */
  FrameResult result();

  /** Multiply-accumulates that the engine spent on the last frame. */
  long macs();

  /** Forgets all frames: the next one is computed whole. */
  void reset();
}

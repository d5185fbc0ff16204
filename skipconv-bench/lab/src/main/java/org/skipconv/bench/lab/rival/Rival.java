package org.skipconv.bench.lab.rival;

/**
 * A dense engine behind a motion detector, whose time counts. The result is what holds after the
 * last frame, computed by it or before; the first frame after a reset is computed whole.
 */
public interface Rival extends FrameEngine {
  /** {@link MotionTriggered#NAME} or {@link MotionCropped#NAME}. */
  String name();

  /**
   * Least change that counts as motion: mean |change| of a pixel, in units of the network's input.
   */
  float threshold();
}

package org.skipconv.bench.lab.rival;

import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.core.Shape;

/** Looks for motion in one stream. */
final class Watch {
  private final Shape shape;
  private final float threshold;
  private final float[] values;
  private Motion motion;

  Watch(Shape shape, float threshold) {
    this.shape = shape;
    this.threshold = threshold;
    this.values = new float[Math.toIntExact(shape.elements())];
  }

  float threshold() {
    return threshold;
  }

  /** The whole frame. */
  Window whole() {
    return new Window(0, 0, shape.height(), shape.width());
  }

  /** Region in which the next frame moves: all of the first one, null where nothing does. */
  Window moving(InputTensor frame) {
    frame.copyTo(values);
    if (motion == null) {
      motion = new Motion(shape, threshold);
      return whole();
    }
    return motion.moving(values);
  }

  /** The frame that was looked at, NCHW. */
  float[] values() {
    return values;
  }

  /** From now on a window's motion is measured against this frame. */
  void hold(Window window) {
    motion.hold(values, window);
  }

  void reset() {
    motion = null;
  }
}

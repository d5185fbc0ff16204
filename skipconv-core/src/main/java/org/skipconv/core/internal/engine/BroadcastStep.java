package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;

/**
 * An expression one of whose operands is a map of one pixel that is broadcast over the picture, as
 * the factors of squeeze-excite are. A change of that pixel changes every pixel of the result: it
 * is held until one of its channels has moved by more than a threshold, and until then only what
 * changed in the other operands is computed.
 */
final class BroadcastStep implements Step {
  private final PixelStep pixels;
  private final Value broadcast;
  private final FloatBuffer held;
  private final float threshold;

  /**
   * A step.
   *
   * @param pixels computes the expression, with {@code held} in place of the broadcast pixel
   * @param broadcast map of one pixel
   * @param held its channels as they are used
   * @param threshold largest difference of a channel that is held back
   */
  BroadcastStep(PixelStep pixels, Value broadcast, FloatBuffer held, float threshold) {
    this.pixels = pixels;
    this.broadcast = broadcast;
    this.held = held;
    this.threshold = threshold;
  }

  @Override
  public Value out() {
    return pixels.out();
  }

  @Override
  public boolean reads(Value value) {
    return broadcast == value || pixels.reads(value);
  }

  @Override
  public void beginKeyframe() {
    take();
    pixels.beginKeyframe();
  }

  @Override
  public int rowsReady() {
    return pixels.rowsReady();
  }

  @Override
  public void keyframeRows(int begin, int end, boolean measure) {
    pixels.keyframeRows(begin, end, measure);
  }

  @Override
  public void endKeyframe() {
    pixels.endKeyframe();
  }

  @Override
  public void shifted(int rows, int columns) {
    pixels.shifted(rows, columns);
  }

  @Override
  public void update() {
    // Written so that NaN is taken over: what is not known to be close must not stay as it is.
    if (broadcast.change().any() && !(largestDifference() <= threshold)) {
      take();
      pixels.updateAll();
    } else {
      pixels.update();
    }
  }

  private float largestDifference() {
    float largest = 0;
    for (int c = 0; c < channels(); c++) {
      largest = Math.max(largest, Math.abs(broadcast.map().get(c, 0, 0) - held.get(c)));
    }
    return largest;
  }

  private void take() {
    for (int c = 0; c < channels(); c++) {
      held.put(c, broadcast.map().get(c, 0, 0));
    }
  }

  private int channels() {
    return broadcast.map().shape().channels();
  }
}

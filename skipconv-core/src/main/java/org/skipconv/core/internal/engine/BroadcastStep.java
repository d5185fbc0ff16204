package org.skipconv.core.internal.engine;

import java.util.List;
import org.skipconv.core.internal.kernel.Plane;

/**
 * An expression one of whose operands is a map of one pixel that is broadcast over the picture, as
 * the factors of squeeze-excite are. A change of that pixel changes every pixel of the result: it
 * is held until one of its channels has moved by more than a threshold, and until then only what
 * changed in the other operands is computed.
 */
final class BroadcastStep implements Step {
  private final PixelStep pixels;
  private final List<Held> held;
  private final float threshold;

  /**
   * A map of one pixel that is broadcast.
   *
   * @param value as it is now
   * @param plane its channels as they are used, those of the result; a single channel fills them
   *     all
   */
  record Held(Value value, Plane plane) {

    private float fresh(int channel) {
      return value.map().get(value.map().shape().channels() == 1 ? 0 : channel, 0, 0);
    }

    private float largestDifference() {
      float largest = 0;
      for (int c = 0; c < plane.shape().channels(); c++) {
        largest = Math.max(largest, Math.abs(fresh(c) - plane.floats().get(c)));
      }
      return largest;
    }

    /** Whether a channel has moved by more than a threshold from what is held. */
    boolean hasMoved(float threshold) {
      // Written so that NaN is taken over: what is not known to be close must not stay as it is.
      return value.change().any() && !(largestDifference() <= threshold);
    }

    /** Takes over the value as it is now. */
    void take() {
      copyTo(plane);
    }

    /** Writes the value as it is now to a plane of as many channels. */
    void copyTo(Plane target) {
      for (int c = 0; c < target.shape().channels(); c++) {
        target.floats().put(c, fresh(c));
      }
    }
  }

  /**
   * A step.
   *
   * @param pixels computes the expression, with what is held in place of the broadcast pixels
   * @param held the broadcast pixels
   * @param threshold largest difference of a channel that is held back
   */
  BroadcastStep(PixelStep pixels, List<Held> held, float threshold) {
    this.pixels = pixels;
    this.held = List.copyOf(held);
    this.threshold = threshold;
  }

  @Override
  public Value out() {
    return pixels.out();
  }

  @Override
  public void beginKeyframe() {
    held.forEach(Held::take);
    pixels.beginKeyframe();
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
    if (held.stream().anyMatch(one -> one.hasMoved(threshold))) {
      held.forEach(Held::take);
      pixels.updateAll();
    } else {
      pixels.update();
    }
  }
}

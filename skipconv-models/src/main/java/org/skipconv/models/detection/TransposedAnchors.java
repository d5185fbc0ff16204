package org.skipconv.models.detection;

import java.util.Arrays;
import org.skipconv.core.Tensor;

/** Anchors of {@link YoloForm#TRANSPOSED}, one column each. */
final class TransposedAnchors implements AnchorOutputs {
  private final float[] values;
  private final int anchors;
  private final float[] best;
  private final int[] channels;

  /**
   * Looks at an output.
   *
   * @param tensor [1, 4 + classes or more, anchors]
   */
  TransposedAnchors(Tensor tensor, int classes) {
    this.values = tensor.values();
    this.anchors = tensor.size(2);
    this.best = Arrays.copyOfRange(values, YoloAnchorForm.BOX * anchors, 5 * anchors);
    this.channels = new int[anchors];
    // Class by class, as they lie in memory.
    for (int channel = 1; channel < classes; channel++) {
      int start = (YoloAnchorForm.BOX + channel) * anchors;
      for (int anchor = 0; anchor < anchors; anchor++) {
        float value = values[start + anchor];
        // The second is for a first value that is not a number.
        if (value > best[anchor] || (Float.isNaN(best[anchor]) && !Float.isNaN(value))) {
          best[anchor] = value;
          channels[anchor] = channel;
        }
      }
    }
  }

  @Override
  public int anchors() {
    return anchors;
  }

  @Override
  public float score(int anchor, float least) {
    return best[anchor];
  }

  @Override
  public int channel(int anchor) {
    return channels[anchor];
  }

  @Override
  public Box box(int anchor) {
    return Box.ofCenter(
        values[anchor],
        values[anchors + anchor],
        values[2 * anchors + anchor],
        values[3 * anchors + anchor]);
  }
}

package org.skipconv.models.detection;

import org.skipconv.core.Tensor;

/**
 * Boxes of {@link YoloForm#END_TO_END}.
 *
 * @param tensor [1, boxes, 6]: x1, y1, x2, y2, score, class
 */
record FinishedAnchors(Tensor tensor) implements AnchorOutputs {
  private static final int COLUMNS = 6;

  @Override
  public int anchors() {
    return tensor.size(1);
  }

  @Override
  public float score(int anchor, float least) {
    // Fillers after the last box may have class -1.
    return get(anchor, 5) >= 0 ? get(anchor, 4) : Float.NEGATIVE_INFINITY;
  }

  @Override
  public int channel(int anchor) {
    return Math.round(get(anchor, 5));
  }

  @Override
  public Box box(int anchor) {
    return new Box(get(anchor, 0), get(anchor, 1), get(anchor, 2), get(anchor, 3));
  }

  private float get(int anchor, int column) {
    return tensor.get(anchor * COLUMNS + column);
  }
}

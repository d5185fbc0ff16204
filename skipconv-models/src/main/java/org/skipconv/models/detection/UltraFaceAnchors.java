package org.skipconv.models.detection;

import org.skipconv.core.Tensor;

/**
 * Boxes of UltraFace.
 *
 * @param scores [1, boxes, 2], background and face
 * @param boxes [1, boxes, 4], left, top, right and bottom edge, 0 to 1
 * @param height height of the network's input
 * @param width width of the network's input
 */
record UltraFaceAnchors(Tensor scores, Tensor boxes, int height, int width)
    implements AnchorOutputs {

  @Override
  public int anchors() {
    return scores.size(1);
  }

  @Override
  public float score(int anchor, float least) {
    return scores.get(2 * anchor + 1);
  }

  @Override
  public int channel(int anchor) {
    return 0;
  }

  @Override
  public Box box(int anchor) {
    int start = YoloAnchorForm.BOX * anchor;
    return new Box(
        boxes.get(start) * width,
        boxes.get(start + 1) * height,
        boxes.get(start + 2) * width,
        boxes.get(start + 3) * height);
  }
}

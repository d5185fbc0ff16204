package org.skipconv.models.detection;

import org.skipconv.core.FeatureMap;

/** Boxes from a level's output: offsets from an anchor's centre, logarithms of its size. */
final class BoxDecoder {
  static final int COORDINATES = 4;

  private final Anchors.Level level;

  BoxDecoder(Anchors.Level level) {
    this.level = level;
  }

  /** The box of one anchor, in pixels of the network's input, not clipped to it. */
  Box decode(FeatureMap boxes, int y, int x, int anchor) {
    int code = COORDINATES * anchor;
    return decode(
        y,
        x,
        anchor,
        boxes.get(code, y, x),
        boxes.get(code + 1, y, x),
        boxes.get(code + 2, y, x),
        boxes.get(code + 3, y, x));
  }

  /** The code's order is that of the network: y before x, centre before size. */
  Box decode(int y, int x, int anchor, float ty, float tx, float th, float tw) {
    double anchorHeight = level.anchorHeight(anchor);
    double anchorWidth = level.anchorWidth(anchor);
    double centerY = ty * anchorHeight + level.centerY(y);
    double centerX = tx * anchorWidth + level.centerX(x);
    double halfHeight = Math.exp(th) * anchorHeight / 2;
    double halfWidth = Math.exp(tw) * anchorWidth / 2;
    return new Box(
        (float) (centerX - halfWidth),
        (float) (centerY - halfHeight),
        (float) (centerX + halfWidth),
        (float) (centerY + halfHeight));
  }
}

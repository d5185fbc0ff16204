package org.skipconv.models.detection;

import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;

/**
 * A detector's outputs on one pyramid level.
 *
 * @param classes [9 * 90, h, w], logits, channel {@code anchor * 90 + class}
 * @param boxes [9 * 4, h, w], channel {@code anchor * 4 + (ty, tx, th, tw)}
 * @param changed the pixels where {@code classes} may differ from the frame before, or null for all
 */
public record LevelMaps(FeatureMap classes, FeatureMap boxes, GateMask changed) {

  /** A network's outputs {@code class.P3} and {@code box.P3}, and so on by the level's name. */
  public static LevelMaps of(FrameResult result, Anchors.Level level) {
    return new LevelMaps(
        result.map("class." + level.name()), result.map("box." + level.name()), null);
  }
}

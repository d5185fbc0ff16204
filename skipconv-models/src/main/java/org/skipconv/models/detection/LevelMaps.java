package org.skipconv.models.detection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/**
 * A detector's outputs on one pyramid level.
 *
 * @param classes [9 * K, h, w], logits of K classes, channel {@code anchor * K + class}
 * @param boxes [9 * 4, h, w], channel {@code anchor * 4 + (ty, tx, th, tw)}
 * @param changed the pixels where {@code classes} may differ from the frame before, or null for all
 */
public record LevelMaps(FeatureMap classes, FeatureMap boxes, @Nullable GateMask changed) {

  /**
   * {@return a network's outputs {@code class.P3} and {@code box.P3}, and so on by the level's
   * name}
   *
   * @param result outputs of a frame
   * @param level level of the pyramid
   */
  public static LevelMaps of(FrameResult result, Anchors.Level level) {
    return new LevelMaps(result.map(className(level)), result.map(boxName(level)), null);
  }

  /**
   * {@return the same with the pixels that this frame computed, where a convolution gives the
   * classes, as EfficientDet's do; all pixels in a keyframe}
   *
   * @param network the network
   * @param result outputs of a frame
   * @param level level of the pyramid
   */
  public static LevelMaps of(SkipNetwork network, FrameResult result, Anchors.Level level) {
    LevelMaps maps = of(result, level);
    Node classes = Objects.requireNonNull(network.outputs().get(className(level)), level.name());
    GateMask changed = classes.isConvolution() ? result.mask(classes.name()) : null;
    return new LevelMaps(maps.classes(), maps.boxes(), changed);
  }

  static String className(Anchors.Level level) {
    return "class." + level.name();
  }

  static String boxName(Anchors.Level level) {
    return "box." + level.name();
  }

  static Shape classShape(Anchors.Level level, int classes) {
    return new Shape(Anchors.PER_CELL * classes, level.height(), level.width());
  }

  static Shape boxShape(Anchors.Level level) {
    return new Shape(Anchors.PER_CELL * BoxDecoder.COORDINATES, level.height(), level.width());
  }
}

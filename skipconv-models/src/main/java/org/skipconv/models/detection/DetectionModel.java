package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.models.vision.Normalization;

/**
 * What has to be known of a detection network, besides its weights, to feed it and to read its
 * outputs. The networks themselves are in packages of their own, such as {@code
 * org.skipconv.models.efficientdet}.
 */
public interface DetectionModel {

  /** What the box outputs are relative to; also says the size of the network's input. */
  Anchors anchors();

  /** What the network expects of a pixel. */
  Normalization normalization();

  /**
   * Names of the classes in the order of the network's channels: channel k is the class of id k +
   * 1. COCO's 90 unless a model says otherwise.
   */
  default List<String> classes() {
    return CocoLabels.channels();
  }
}

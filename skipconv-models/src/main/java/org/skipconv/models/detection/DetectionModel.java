package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.models.vision.Normalization;

/**
 * Facts about a detection network, besides its weights, that are needed to feed it and to read its
 * outputs. The networks themselves are in packages of their own, such as {@code
 * org.skipconv.models.efficientdet}.
 */
public interface DetectionModel {

  /**
   * {@return the anchors that the box outputs are relative to; they also say the size of the
   * network's input}
   */
  Anchors anchors();

  /** {@return the normalization that the network expects} */
  Normalization normalization();

  /**
   * {@return the names of the classes in the order of the network's channels: channel k is the
   * class of id k + 1} COCO's 90 unless a model says otherwise.
   */
  default List<String> classes() {
    return CocoLabels.channels();
  }
}

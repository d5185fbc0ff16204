package org.skipconv.models.detection;

import java.util.List;
import org.skipconv.models.vision.Placement;

/** Outputs of a detector for its anchors in one frame, anchor being a number from 0. */
interface AnchorOutputs {
  int anchors();

  /**
   * Score of the best class of an anchor.
   *
   * @param least when the score is less than this, any value less than this will do, which may save
   *     looking at the classes
   */
  float score(int anchor, float least);

  /** Best class of an anchor, from 0; the first of equal ones. */
  int channel(int anchor);

  /** Box of an anchor in pixels of the network's input, not clipped to it. */
  Box box(int anchor);

  /** Landmarks of an anchor in the picture. */
  default List<Landmark> landmarks(int anchor, Placement view) {
    return List.of();
  }
}

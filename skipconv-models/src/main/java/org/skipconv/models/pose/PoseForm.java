package org.skipconv.models.pose;

import java.util.Map;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.Placement;

/** Form in which networks give the joints of one person. Immutable. */
interface PoseForm {

  /**
   * Number of joints.
   *
   * @throws IllegalArgumentException when the outputs do not have this form
   */
  int joints(Map<String, int[]> shapes, int height, int width);

  /** Reads one frame's outputs, which have this form. */
  Pose decode(Map<String, Tensor> outputs, JointSet joints, Placement view);
}

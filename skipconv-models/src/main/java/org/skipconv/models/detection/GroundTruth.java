package org.skipconv.models.detection;

/**
 * An object that is there.
 *
 * @param box in pixels of the image
 * @param classId COCO category, 1 to 90; another number where the network has other classes
 * @param crowd true for a region that counts neither when it is found nor when it is not; any
 *     number of detections may lie in it
 */
public record GroundTruth(Box box, int classId, boolean crowd) {

  /**
   * {@return a single object}
   *
   * @param box where it is
   * @param classId id of its class, from 1
   */
  public static GroundTruth of(Box box, int classId) {
    return new GroundTruth(box, classId, false);
  }
}

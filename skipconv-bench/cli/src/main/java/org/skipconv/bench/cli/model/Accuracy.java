package org.skipconv.bench.cli.model;

/**
 * Accuracy of the detections of both paths.
 *
 * @param labels file that says what there is to be found, or the generated scene, which knows
 * @param frames of those that were seen, so many are labelled
 * @param dense of the dense path
 * @param skip of the skip path
 */
public record Accuracy(String labels, int frames, AveragePrecision dense, AveragePrecision skip) {

  /**
   * Average precision as COCO defines it, over the classes of which there is any truth; null when
   * there is none.
   *
   * @param apAt05 at IoU 0.5, 0 to 1
   * @param ap over IoU 0.5, 0.55 ... 0.95, 0 to 1
   */
  public record AveragePrecision(Double apAt05, Double ap) {}
}

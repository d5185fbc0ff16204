package org.skipconv.models.detection;

/**
 * Limits on the number and the scores of detections.
 *
 * @param scoreThreshold the least score of a detection, 0 to less than 1. What is below never gets
 *     as far as a sigmoid, so a higher threshold is also faster; it does not change what is above
 * @param candidates so many pairs of anchor and class, the best, are looked at
 * @param iouThreshold of two detections of a class that overlap by more the lower score goes
 * @param maxDetections so many are returned, the best
 */
public record DecoderOptions(
    float scoreThreshold, int candidates, float iouThreshold, int maxDetections) {

  /** effdet's values, and a score of at least 0.3. */
  public static final DecoderOptions DEFAULT = new DecoderOptions(0.3f, 5000, 0.5f, 100);

  /** Refuses impossible values. */
  public DecoderOptions {
    if (!(scoreThreshold >= 0 && scoreThreshold < 1)) {
      throw new IllegalArgumentException(
          "the score threshold must be 0 to less than 1, but is " + scoreThreshold);
    }
    if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
      throw new IllegalArgumentException(
          "the IoU threshold must be 0 to 1, but is " + iouThreshold);
    }
    if (candidates < 1 || maxDetections < 1) {
      throw new IllegalArgumentException(
          "candidates and maxDetections must be at least 1, but are "
              + candidates
              + " and "
              + maxDetections);
    }
  }

  /**
   * {@return these options with another least score}
   *
   * @param threshold least score of a detection, 0 to 1
   */
  public DecoderOptions withScoreThreshold(float threshold) {
    return new DecoderOptions(threshold, candidates, iouThreshold, maxDetections);
  }

  /** A logit just under the threshold's: cheap to compare with, and never too high. */
  float logitThreshold() {
    return (float) (Math.log(scoreThreshold / (1.0 - scoreThreshold)) - 1e-3);
  }
}

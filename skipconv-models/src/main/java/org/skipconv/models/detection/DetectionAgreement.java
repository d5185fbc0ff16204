package org.skipconv.models.detection;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.skipconv.models.Agreement;
import org.skipconv.models.vision.CropWindow;

/**
 * Agreement of detections computed with skipping with those of the dense network: average precision
 * as COCO defines it, with the detections of which the dense network is sure as truth. Adds up over
 * frames; not thread-safe.
 *
 * <p>What the skip path finds counts whatever its score, since a dense detection just above the
 * limit may lie just below it there: decode that path with {@link #ANY_SCORE}.
 */
public final class DetectionAgreement implements Agreement<List<Detection>> {
  /** A dense detection is taken as truth when its score is at least this. */
  public static final float MIN_SCORE = DetectionMetrics.AGREEMENT_SCORE;

  /**
   * Decoding of the skip path: the 100 best detections of a frame. Below 0.001, where COCO's
   * evaluation of EfficientDet stops as well, hardly any gets among them, and sorting the millions
   * of pairs of anchor and class that are lower still would take longer than the network.
   */
  public static final DecoderOptions ANY_SCORE = DecoderOptions.DEFAULT.withScoreThreshold(0.001f);

  private final DetectionMetrics metrics = new DetectionMetrics();
  private long objects;

  /** Makes a comparison that has seen no frame. */
  public DetectionAgreement() {}

  /**
   * Adds a frame's detections.
   *
   * @param dense of any score; those below {@link #MIN_SCORE} are left out
   * @param skip of any score
   */
  public void add(List<Detection> dense, List<Detection> skip) {
    metrics.addAgreement(skip, dense);
    objects += dense.stream().filter(detection -> detection.score() >= MIN_SCORE).count();
  }

  /** The same; where the network looked does not matter. */
  @Override
  public void add(List<Detection> dense, List<Detection> skip, CropWindow window) {
    add(dense, skip);
  }

  /** {@return the dense detections that were taken as truth so far} */
  public long objects() {
    return objects;
  }

  /** {@return the AP at IoU 0.5, 0 to 1; empty when there was no object} */
  public OptionalDouble apAt05() {
    return metrics.apAt05();
  }

  /** {@return the AP over IoU 0.5, 0.55 ... 0.95, 0 to 1; empty when there was no object} */
  public OptionalDouble ap() {
    return metrics.ap();
  }

  @Override
  public Map<String, OptionalDouble> values() {
    return metrics.values();
  }

  @Override
  public String text() {
    OptionalDouble apAt05 = apAt05();
    if (apAt05.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "AP %.4f at IoU 0.5, %.4f over 0.5 to 0.95, the dense path's %d detections of a score of"
            + " at least %.1f taken as truth",
        apAt05.getAsDouble(),
        ap().orElseThrow(),
        objects,
        MIN_SCORE);
  }
}

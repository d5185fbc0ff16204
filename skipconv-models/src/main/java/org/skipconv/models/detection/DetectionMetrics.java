package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Average precision as COCO defines it (cocoapi's {@code COCOeval} for boxes, all areas, 100
 * detections a class and image): the mean over recalls 0, 0.01 ... 1 of the best precision at that
 * recall or a higher one, and over the classes of which there is any truth.
 *
 * <pre>{@code
 * DetectionMetrics metrics = new DetectionMetrics();
 * for (...) metrics.add(detections, truth);   // image by image
 * metrics.apAt05();
 * }</pre>
 */
public final class DetectionMetrics {

  /** Least score of the dense path's detections that are taken as truth. */
  public static final float AGREEMENT_SCORE = 0.3f;

  private final TreeMap<Integer, ClassRecord> classes = new TreeMap<>();

  /** Makes measures that have seen no image. */
  public DetectionMetrics() {}

  /**
   * Takes one image.
   *
   * @param detections in any order, of any score
   * @param truth all that there is in the image
   */
  public void add(List<Detection> detections, List<GroundTruth> truth) {
    Set<Integer> ids = new TreeSet<>();
    detections.forEach(detection -> ids.add(detection.classId()));
    truth.forEach(object -> ids.add(object.classId()));
    for (int id : ids) {
      classes
          .computeIfAbsent(id, key -> new ClassRecord())
          .add(
              detections.stream().filter(detection -> detection.classId() == id).toList(),
              truth.stream().filter(object -> object.classId() == id).toList());
    }
  }

  /**
   * Takes one image, for the agreement of two paths: the dense path's detections with a score of at
   * least {@value #AGREEMENT_SCORE} are the truth.
   *
   * @param skipped the other path's, of any score
   * @param dense what the dense path found
   */
  public void addAgreement(List<Detection> skipped, List<Detection> dense) {
    List<GroundTruth> truth = new ArrayList<>();
    for (Detection detection : dense) {
      if (detection.score() >= AGREEMENT_SCORE) {
        truth.add(GroundTruth.of(detection.box(), detection.classId()));
      }
    }
    add(skipped, truth);
  }

  /**
   * {@return the AP over IoU thresholds 0.5, 0.55 ... 0.95, 0 to 1; empty when there was no truth}
   */
  public OptionalDouble ap() {
    return mean(0, Judgement.IOU_THRESHOLDS.size());
  }

  /** {@return the AP at IoU 0.5, 0 to 1; empty when there was no truth} */
  public OptionalDouble apAt05() {
    return mean(0, 1);
  }

  /** {@return both by name: {@code apAt05} and {@code ap}} */
  public Map<String, OptionalDouble> values() {
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    values.put("apAt05", apAt05());
    values.put("ap", ap());
    return values;
  }

  private OptionalDouble mean(int from, int to) {
    return classes.values().stream()
        .filter(ClassRecord::hasTruth)
        .flatMapToDouble(judged -> IntStream.range(from, to).mapToDouble(judged::averagePrecision))
        .average();
  }
}

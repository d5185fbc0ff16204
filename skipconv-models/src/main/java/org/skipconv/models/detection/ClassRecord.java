package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One class over all images: what was there, and what became of each detection. */
final class ClassRecord {
  private static final int RECALLS = 101;

  private final List<Judgement> judgements = new ArrayList<>();
  private int objects;

  /** Takes what one image has of this class. */
  void add(List<Detection> detections, List<GroundTruth> truth) {
    judgements.addAll(Judgement.of(detections, truth));
    objects += (int) truth.stream().filter(object -> !object.crowd()).count();
  }

  boolean hasTruth() {
    return objects > 0;
  }

  /**
   * Mean precision over recalls 0, 0.01 ... 1.
   *
   * @param threshold index in {@link Judgement#IOU_THRESHOLDS}
   */
  double averagePrecision(int threshold) {
    List<Judgement.ClassVerdict> verdicts =
        judgements.stream()
            .sorted(Comparator.comparing(Judgement::score).reversed())
            .map(judgement -> judgement.verdicts().get(threshold))
            .filter(verdict -> verdict != Judgement.ClassVerdict.IGNORED)
            .toList();
    double[] recall = new double[verdicts.size()];
    double[] precision = new double[verdicts.size()];
    int hits = 0;
    for (int i = 0; i < verdicts.size(); i++) {
      hits += verdicts.get(i) == Judgement.ClassVerdict.TRUE_POSITIVE ? 1 : 0;
      recall[i] = (double) hits / objects;
      precision[i] = (double) hits / (i + 1);
    }
    return area(recall, precision);
  }

  /** Precision at a recall is the best one there or further on. */
  private static double area(double[] recall, double[] precision) {
    for (int i = precision.length - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double sum = 0;
    int i = 0;
    for (int r = 0; r < RECALLS; r++) {
      while (i < recall.length && recall[i] < r * 0.01) {
        i++;
      }
      sum += i < recall.length ? precision[i] : 0;
    }
    return sum / RECALLS;
  }
}

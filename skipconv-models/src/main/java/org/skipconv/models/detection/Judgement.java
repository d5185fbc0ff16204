package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Judgement of one detection.
 *
 * @param score of the detection
 * @param verdicts one for each of {@link #IOU_THRESHOLDS}
 */
record Judgement(float score, List<ClassVerdict> verdicts) {

  static final List<Double> IOU_THRESHOLDS =
      List.of(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95);

  static final int MAX_DETECTIONS = 100;

  /** Hit or miss, at one threshold. */
  enum ClassVerdict {
    TRUE_POSITIVE,
    FALSE_POSITIVE,
    /** It lies in a crowd. */
    IGNORED
  }

  /**
   * Judges one class in one image: by falling score, each detection takes the object that it
   * overlaps most and that no better one has taken; objects before crowds.
   */
  static List<Judgement> of(List<Detection> detections, List<GroundTruth> truth) {
    List<Detection> ranked =
        detections.stream()
            .sorted(Comparator.comparing(Detection::score).reversed())
            .limit(MAX_DETECTIONS)
            .toList();
    List<GroundTruth> objects =
        truth.stream().sorted(Comparator.comparing(GroundTruth::crowd)).toList();
    double[][] overlaps = overlaps(ranked, objects);
    ClassVerdict[][] verdicts = new ClassVerdict[ranked.size()][IOU_THRESHOLDS.size()];
    for (int t = 0; t < IOU_THRESHOLDS.size(); t++) {
      boolean[] taken = new boolean[objects.size()];
      for (int d = 0; d < ranked.size(); d++) {
        verdicts[d][t] = judge(overlaps[d], objects, taken, IOU_THRESHOLDS.get(t));
      }
    }
    List<Judgement> judgements = new ArrayList<>();
    for (int d = 0; d < ranked.size(); d++) {
      judgements.add(new Judgement(ranked.get(d).score(), Arrays.asList(verdicts[d])));
    }
    return judgements;
  }

  private static ClassVerdict judge(
      double[] overlaps, List<GroundTruth> objects, boolean[] taken, double threshold) {
    double best = Math.min(threshold, 1 - 1e-10);
    int match = -1;
    for (int o = 0; o < overlaps.length; o++) {
      boolean crowd = objects.get(o).crowd();
      if (crowd && match >= 0 && !objects.get(match).crowd()) {
        break;
      }
      if ((crowd || !taken[o]) && overlaps[o] >= best) {
        best = overlaps[o];
        match = o;
      }
    }
    if (match < 0) {
      return ClassVerdict.FALSE_POSITIVE;
    }
    taken[match] = true;
    return objects.get(match).crowd() ? ClassVerdict.IGNORED : ClassVerdict.TRUE_POSITIVE;
  }

  private static double[][] overlaps(List<Detection> detections, List<GroundTruth> objects) {
    double[][] overlaps = new double[detections.size()][objects.size()];
    for (int d = 0; d < overlaps.length; d++) {
      for (int o = 0; o < objects.size(); o++) {
        overlaps[d][o] = overlap(detections.get(d).box(), objects.get(o));
      }
    }
    return overlaps;
  }

  /** Intersection over union; over the detection's own area where the object is a crowd. */
  private static double overlap(Box box, GroundTruth object) {
    if (!object.crowd()) {
      return box.iou(object.box());
    }
    return box.area() <= 0 ? 0 : box.intersection(object.box()) / box.area();
  }
}

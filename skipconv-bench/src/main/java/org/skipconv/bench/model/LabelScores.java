package org.skipconv.bench.model;

import java.util.List;
import java.util.OptionalDouble;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.GroundTruth;

/** Judges the detections of both paths by labels; frames without any are passed over. */
final class LabelScores {
  private final Truth truth;
  private final DetectionMetrics dense = new DetectionMetrics();
  private final DetectionMetrics skip = new DetectionMetrics();
  private int frames;

  LabelScores(Truth truth) {
    this.truth = truth;
  }

  void add(int frame, List<Detection> whole, List<Detection> skipped) {
    List<GroundTruth> objects = truth.labels().frame(frame).orElse(null);
    if (objects != null) {
      dense.add(whole, objects);
      skip.add(skipped, objects);
      frames++;
    }
  }

  Accuracy accuracy() {
    return new Accuracy(truth.file().toString(), frames, precision(dense), precision(skip));
  }

  private static Accuracy.Precision precision(DetectionMetrics metrics) {
    return new Accuracy.Precision(boxed(metrics.apAt05()), boxed(metrics.ap()));
  }

  static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}

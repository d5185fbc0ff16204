package org.skipconv.bench.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;

/**
 * Judges the detections of both paths by the truth; frames of which none is known are passed over.
 */
final class LabelScores {
  private final String source;
  private final IntFunction<Optional<List<GroundTruth>>> truth;
  private final DetectionMetrics dense = new DetectionMetrics();
  private final DetectionMetrics skip = new DetectionMetrics();
  private int frames;

  private LabelScores(String source, IntFunction<Optional<List<GroundTruth>>> truth) {
    this.source = source;
    this.truth = truth;
  }

  /** By what somebody has labelled. */
  static LabelScores of(Truth truth) {
    return new LabelScores(truth.file().toString(), truth.labels()::frame);
  }

  /** By what a generated scene is made of. */
  static LabelScores of(Scene scene) {
    return new LabelScores(
        "the generated scene",
        frame -> Optional.of(Figure.groundTruth(scene.frame(frame).figures())));
  }

  void add(int frame, List<Detection> whole, List<Detection> skipped) {
    List<GroundTruth> objects = truth.apply(frame).orElse(null);
    if (objects != null) {
      dense.add(whole, objects);
      skip.add(skipped, objects);
      frames++;
    }
  }

  Accuracy accuracy() {
    return new Accuracy(source, frames, precision(dense), precision(skip));
  }

  private static Accuracy.Precision precision(DetectionMetrics metrics) {
    return new Accuracy.Precision(boxed(metrics.apAt05()), boxed(metrics.ap()));
  }

  static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}

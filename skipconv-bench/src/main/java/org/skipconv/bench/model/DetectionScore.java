package org.skipconv.bench.model;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.models.detection.Box;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionDecoder;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.detection.GroundTruth;
import org.skipconv.models.scene.Figure;

/** Average precision of boxes around people and cars. */
final class DetectionScore implements SceneScore {
  private static final double LEAST_VISIBLE = 0.25;

  private final DetectionDecoder decoder;
  private final Size picture;
  private final DetectionMetrics metrics = new DetectionMetrics();

  DetectionScore(DetectionModel model, Size picture) {
    this.decoder = new DetectionDecoder(model, DetectionAgreement.ANY_SCORE);
    this.picture = picture;
  }

  @Override
  public void add(FrameResult result, List<Figure> truth) {
    metrics.add(
        decoder.decode(result, picture.height(), picture.width()),
        truth.stream().map(DetectionScore::truth).toList());
  }

  /** Of what can hardly be seen nobody can say that it is there. */
  private static GroundTruth truth(Figure figure) {
    Figure.Box box = figure.box();
    Box edges = new Box(box.x0(), box.y0(), box.x1() + 1, box.y1() + 1);
    return new GroundTruth(edges, figure.classId() + 1, figure.visibleShare() < LEAST_VISIBLE);
  }

  @Override
  public List<Double> values() {
    return Arrays.asList(LabelScores.boxed(metrics.apAt05()), LabelScores.boxed(metrics.ap()));
  }
}

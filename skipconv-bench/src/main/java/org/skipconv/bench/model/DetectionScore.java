package org.skipconv.bench.model;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.models.detection.DetectionAgreement;
import org.skipconv.models.detection.DetectionDecoder;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.scene.Figure;

/** Average precision of boxes around people and cars. */
final class DetectionScore implements SceneScore {
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
        decoder.decode(result, picture.height(), picture.width()), Figure.groundTruth(truth));
  }

  @Override
  public List<Double> values() {
    return Arrays.asList(LabelScores.boxed(metrics.apAt05()), LabelScores.boxed(metrics.ap()));
  }
}

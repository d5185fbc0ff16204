package org.skipconv.bench.cli.model;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.FrameResult;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.vision.Placement;

/** Average precision of boxes around people and cars. */
final class DetectionScore implements SceneScore {
  private final Task<List<Detection>> task;
  private final Placement view;
  private final DetectionMetrics metrics = new DetectionMetrics();

  DetectionScore(VideoModel<List<Detection>> model, Size picture) {
    this.task = model.task().unfiltered();
    this.view = model.place(picture.height(), picture.width());
  }

  @Override
  public void add(FrameResult result, List<Figure> truth) {
    metrics.add(task.decode(result, view), Figure.groundTruth(truth));
  }

  @Override
  public List<Double> values() {
    return Arrays.asList(Judge.boxed(metrics.apAt05()), Judge.boxed(metrics.ap()));
  }
}

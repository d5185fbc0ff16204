package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.training.PoseScenes;
import org.skipconv.models.training.PoseTargets;
import org.skipconv.models.vision.CropWindow;

/** Trains heatmaps. */
record HrNetTraining() implements Trainable {

  @Override
  public TaskLoss distillation() {
    return TaskLoss.distillation();
  }

  @Override
  public TaskLoss labelLoss() {
    return TaskLoss.heatmaps(PoseEstimator.HEATMAPS);
  }

  @Override
  public FrameLabels labels(SkipNetwork network, Path file) throws IOException {
    PoseLabels labels = PoseLabels.read(file);
    return (frame, picture, crop) ->
        labels.frame(frame).map(new PoseTargets(network, window(picture, crop))::of);
  }

  /** The whole picture unless something else is asked for. */
  private static CropWindow window(Size picture, CropWindow crop) {
    return crop != null ? crop : new CropWindow(0, 0, picture.width(), picture.height());
  }

  @Override
  public TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene) {
    return PoseScenes.generated(network, seed, count, perScene);
  }
}

package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.detection.DetectionLabels;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.training.DetectionScenes;
import org.skipconv.models.training.DetectionTargets;

/** Trains classes and boxes. */
record EfficientDetTraining(EfficientDet architecture) implements Trainable {

  @Override
  public TaskLoss distillation() {
    return TaskLoss.detectionDistillation(DetectionTargets.levels(architecture));
  }

  @Override
  public TaskLoss labelLoss() {
    return TaskLoss.detection(DetectionTargets.levels(architecture));
  }

  @Override
  public FrameLabels labels(SkipNetwork network, Path file) throws IOException {
    DetectionLabels labels = DetectionLabels.read(file);
    DetectionTargets targets = new DetectionTargets(of(network));
    return (frame, picture, crop) ->
        labels.frame(frame).map(objects -> targets.of(objects, picture.height(), picture.width()));
  }

  @Override
  public TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene) {
    return DetectionScenes.generated(of(network), seed, count, perScene);
  }

  private EfficientDet of(SkipNetwork network) {
    return architecture.withSize(network.inputShape().height(), network.inputShape().width());
  }
}

package org.skipconv.bench.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.detection.CandidateError;
import org.skipconv.models.detection.DetectionLabels;
import org.skipconv.models.detection.DetectionModel;
import org.skipconv.models.detection.DetectionsLost;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.training.DetectionScenes;
import org.skipconv.models.training.DetectionTargets;

/** An EfficientDet, of COCO's 90 categories, Tiny of the first three. */
record EfficientDetModel(String name, EfficientDet architecture) implements Model {
  private static final String PREFIX = "efficientdet-";

  /** All variants. */
  static List<Model> all() {
    return EfficientDet.variants().stream()
        .<Model>map(id -> new EfficientDetModel(PREFIX + id, EfficientDet.of(id)))
        .toList();
  }

  @Override
  public Size usualSize() {
    return new Size(architecture.height(), architecture.width());
  }

  /** Letterboxes the whole picture. */
  @Override
  public boolean takesCrop() {
    return false;
  }

  @Override
  public boolean takesLabels() {
    return true;
  }

  @Override
  public SkipNetwork load(Size size, Path weights) throws IOException {
    return of(size.height(), size.width()).load(weights);
  }

  @Override
  public SkipNetwork seeded(Size size, long seed) {
    return of(size.height(), size.width()).seeded(seed);
  }

  @Override
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    return architecture.stateDict(network);
  }

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

  private EfficientDet of(int height, int width) {
    return architecture.sized(height, width);
  }

  @Override
  public Closeness closeness(SkipNetwork network) {
    DetectionModel model = of(network);
    return new Closeness("detections-lost", DetectionsLost.of(model), CandidateError.of(model));
  }

  @Override
  public Task task(SkipNetwork network, View view) {
    return new DetectionTask(of(network), view);
  }

  @Override
  public SceneSuite suite(SkipNetwork network) {
    return new DetectionSuite(of(network));
  }

  private EfficientDet of(SkipNetwork network) {
    return of(network.inputShape().height(), network.inputShape().width());
  }
}

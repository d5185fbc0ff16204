package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionLabels;
import org.skipconv.models.detection.DetectionTruth;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;

/** An EfficientDet, of COCO's 90 categories, Tiny of the first three. */
record EfficientDetModel(String name, EfficientDet architecture)
    implements NamedModel<List<Detection>> {
  private static final String PREFIX = "efficientdet-";

  /** All variants. */
  static List<EfficientDetModel> all() {
    return EfficientDet.variants().stream()
        .map(id -> new EfficientDetModel(PREFIX + id, EfficientDet.of(id)))
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
  public VideoModel<List<Detection>> load(Size size, Path weights) throws IOException {
    return of(size).model(weights);
  }

  @Override
  public VideoModel<List<Detection>> seeded(Size size, long seed) {
    EfficientDet sized = of(size);
    return sized.model(sized.seeded(seed));
  }

  private EfficientDet of(Size size) {
    return architecture.withSize(size.height(), size.width());
  }

  @Override
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    return architecture.stateDict(network);
  }

  @Override
  public Truth<List<Detection>> labels(Path file) throws IOException {
    return new DetectionTruth(file.toString(), DetectionLabels.read(file)::frame);
  }

  @Override
  public Optional<Truth<List<Detection>>> truth(
      VideoModel<List<Detection>> model, Scene scene, int first) {
    if (architecture.classes().size() <= Figure.CAR) {
      return Optional.empty();
    }
    return Optional.of(
        new DetectionTruth(
            SceneTruth.SOURCE,
            frame -> Optional.of(Figure.groundTruth(scene.frame(frame).figures()))));
  }

  @Override
  public Trainable trainable() {
    return new EfficientDetTraining(architecture);
  }

  @Override
  public SceneSuite suite(VideoModel<List<Detection>> model) {
    return new DetectionSuite(model);
  }
}

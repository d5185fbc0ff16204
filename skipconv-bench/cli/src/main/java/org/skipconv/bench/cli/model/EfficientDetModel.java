package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.skipconv.bench.cli.result.DetectionForm;
import org.skipconv.bench.cli.result.ResultForm;
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
import org.skipconv.models.weights.Weights;

/** An EfficientDet, of COCO's 90 categories, Tiny of the first three, unless told otherwise. */
record EfficientDetModel(String name, EfficientDet architecture)
    implements NamedModel<List<Detection>> {
  private static final String PREFIX = "efficientdet-";
  private static final String TINY = PREFIX + "tiny";

  /** At 0.1 it loses 0.035 of AP on generated scenes; at this 0.007, for 3.3 × fewer MACs. */
  private static final float TINY_THRESHOLD = 0.05f;

  /** All variants. */
  static List<EfficientDetModel> all() {
    return EfficientDet.variants().stream()
        .map(id -> new EfficientDetModel(PREFIX + id, EfficientDet.of(id)))
        .toList();
  }

  @Override
  public NamedModel<List<Detection>> withClasses(List<String> classes) {
    return new EfficientDetModel(name, architecture.withClasses(classes));
  }

  @Override
  public NamedModel<List<Detection>> fitting(Weights weights) {
    OptionalInt found = EfficientDet.classesOf(weights);
    boolean other = found.isPresent() && found.getAsInt() != architecture.classes().size();
    return other ? new EfficientDetModel(name, architecture.withClasses(found.getAsInt())) : this;
  }

  @Override
  public Optional<Float> usualThreshold() {
    return name.equals(TINY) ? Optional.of(TINY_THRESHOLD) : Optional.empty();
  }

  @Override
  public Optional<ResultForm<List<Detection>>> resultForm() {
    return Optional.of(new DetectionForm());
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
    DetectionLabels labels =
        usesCocoIds()
            ? DetectionLabels.read(file)
            : DetectionLabels.read(file, architecture.classes());
    return new DetectionTruth(file.toString(), labels::frame);
  }

  @Override
  public Optional<Truth<List<Detection>>> truth(
      VideoModel<List<Detection>> model, Scene scene, int first) {
    if (!usesCocoIds()) {
      return Optional.empty();
    }
    return Optional.of(
        new DetectionTruth(
            SceneTruth.SOURCE,
            frame -> Optional.of(Figure.groundTruth(scene.frame(frame).figures()))));
  }

  /** Whether its classes are COCO's, or the first of them, so that their ids are COCO's. */
  private boolean usesCocoIds() {
    List<String> first = EfficientDet.tiny().classes();
    List<String> classes = architecture.classes();
    return classes.size() >= first.size() && classes.subList(0, first.size()).equals(first);
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

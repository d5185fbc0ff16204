package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseTruth;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;

/** An HRNet for human pose, COCO's 17 joints. */
record HrNetModel(String name, BiFunction<Integer, Integer, HrNet> architecture)
    implements NamedModel<Pose> {

  @Override
  public Size usualSize() {
    return new Size(256, 192);
  }

  @Override
  public VideoModel<Pose> load(Size size, Path weights) throws IOException {
    return of(size).model(weights);
  }

  @Override
  public VideoModel<Pose> seeded(Size size, long seed) {
    HrNet sized = of(size);
    return sized.model(sized.seeded(seed));
  }

  private HrNet of(Size size) {
    return architecture.apply(size.height(), size.width());
  }

  @Override
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    return HrNet.stateDict(network);
  }

  @Override
  public boolean takesCrop() {
    return true;
  }

  @Override
  public boolean takesLabels() {
    return false;
  }

  @Override
  public Truth<Pose> labels(Path file) throws IOException {
    throw new IllegalArgumentException(name + " takes no labels");
  }

  /** Both paths compute the first frame whole: how well they do on it tells nothing. */
  @Override
  public Optional<Truth<Pose>> truth(VideoModel<Pose> model, Scene scene, int first) {
    if (joints(model) != Figure.JOINT_NAMES.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new PoseTruth(
            SceneTruth.SOURCE,
            frame ->
                frame == first
                    ? Optional.empty()
                    : Optional.of(SceneTruth.people(scene.frame(frame).figures()))));
  }

  private static int joints(VideoModel<Pose> model) {
    return model.network().outputs().get(HrNet.HEATMAPS).shape().channels();
  }

  @Override
  public Trainable trainable() {
    return new HrNetTraining();
  }

  @Override
  public SceneSuite suite(VideoModel<Pose> model) {
    if (joints(model) != Figure.JOINT_NAMES.size()) {
      throw new IllegalArgumentException(
          "scenes know COCO's 17 joints, but this network finds " + joints(model));
    }
    return new PoseSuite(model);
  }
}

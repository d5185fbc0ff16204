package org.skipconv.bench.cli.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.skipconv.bench.cli.result.PoseForm;
import org.skipconv.bench.cli.result.ResultForm;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseTask;
import org.skipconv.models.pose.PoseTruth;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.View;
import org.skipconv.models.weights.Weights;

/** An HRNet for human pose, COCO's 17 joints unless told otherwise. */
record HrNetModel(
    String name,
    BiFunction<Integer, Integer, HrNet> architecture,
    JointSet joints,
    boolean unbiased)
    implements NamedModel<Pose> {

  HrNetModel(String name, BiFunction<Integer, Integer, HrNet> architecture) {
    this(name, architecture, JointSet.COCO_17, false);
  }

  @Override
  public NamedModel<Pose> withJoints(JointSet other) {
    return new HrNetModel(name, architecture, other, unbiased);
  }

  @Override
  public NamedModel<Pose> withUnbiasedData() {
    return new HrNetModel(name, architecture, joints, true);
  }

  @Override
  public NamedModel<Pose> fitting(Weights weights) {
    OptionalInt found = HrNet.jointsOf(weights);
    boolean other = found.isPresent() && found.getAsInt() != joints.size();
    return other ? withJoints(Joints.ofSize(found.getAsInt())) : this;
  }

  @Override
  public Optional<ResultForm<Pose>> resultForm() {
    return Optional.of(new PoseForm());
  }

  @Override
  public Size usualSize() {
    return new Size(256, 192);
  }

  @Override
  public VideoModel<Pose> load(Size size, Path weights) throws IOException {
    return model(of(size).load(weights));
  }

  @Override
  public VideoModel<Pose> seeded(Size size, long seed) {
    return model(of(size).seeded(seed));
  }

  private VideoModel<Pose> model(SkipNetwork network) {
    VideoModel<Pose> model =
        VideoModel.of(network, View.fitted(), Normalization.IMAGENET, PoseTask.of(joints));
    return unbiased ? model.withUnbiasedData() : model;
  }

  private HrNet of(Size size) {
    return architecture.apply(size.height(), size.width()).withJoints(joints.size());
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
    if (!joints.names().equals(Figure.JOINT_NAMES)) {
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

  @Override
  public Trainable trainable() {
    return new HrNetTraining();
  }

  @Override
  public SceneSuite suite(VideoModel<Pose> model) {
    if (!joints.names().equals(Figure.JOINT_NAMES)) {
      throw new IllegalArgumentException(
          "scenes know COCO's 17 joints, but this network finds " + joints);
    }
    return new PoseSuite(model);
  }
}

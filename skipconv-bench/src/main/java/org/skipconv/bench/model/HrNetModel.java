package org.skipconv.bench.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.gates.training.TaskLoss;
import org.skipconv.gates.training.TrainingFrames;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.HeatmapError;
import org.skipconv.models.pose.JointsMoved;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.training.PoseScenes;
import org.skipconv.models.training.PoseTargets;
import org.skipconv.models.vision.CropWindow;

/** An HRNet for human pose, COCO's 17 joints. */
record HrNetModel(String name, BiFunction<Integer, Integer, HrNet> architecture) implements Model {

  @Override
  public Size usualSize() {
    return new Size(256, 192);
  }

  @Override
  public SkipNetwork load(Size size, Path weights) throws IOException {
    return of(size).load(weights);
  }

  @Override
  public SkipNetwork seeded(Size size, long seed) {
    return of(size).seeded(seed);
  }

  @Override
  public Map<String, Tensor> stateDict(SkipNetwork network) {
    return HrNet.stateDict(network);
  }

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

  @Override
  public TrainingFrames scenes(SkipNetwork network, long seed, int count, int perScene) {
    return PoseScenes.generated(network, seed, count, perScene);
  }

  private HrNet of(Size size) {
    return architecture.apply(size.height(), size.width());
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
  public Closeness closeness(SkipNetwork network) {
    return new Closeness("joints-moved", JointsMoved.of(network), HeatmapError.atPeaks());
  }

  @Override
  public Task task(SkipNetwork network, View view) {
    Size picture = view.picture();
    CropWindow window = window(picture, view.crop());
    return new PoseTask(network, picture, window, view.scene(), view.trained());
  }

  /** The whole picture unless something else is asked for. */
  private static CropWindow window(Size picture, CropWindow crop) {
    return crop != null ? crop : new CropWindow(0, 0, picture.width(), picture.height());
  }

  @Override
  public SceneSuite suite(SkipNetwork network) {
    int joints = network.outputs().get(HrNet.HEATMAPS).shape().channels();
    if (joints != Figure.JOINT_NAMES.size()) {
      throw new IllegalArgumentException(
          "scenes know COCO's 17 joints, but this network finds " + joints);
    }
    return new PoseSuite(network);
  }
}

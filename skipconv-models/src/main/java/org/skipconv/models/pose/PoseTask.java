package org.skipconv.models.pose;

import java.util.Objects;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Agreement;
import org.skipconv.models.Closeness;
import org.skipconv.models.Task;
import org.skipconv.models.VideoModel;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.Overlay;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/**
 * Finds the joints of one person by heatmaps. Poses agree by the share of joints that lie where the
 * dense network puts them. Immutable.
 */
public final class PoseTask implements Task<Pose> {
  private final JointSet set;

  private PoseTask(JointSet set) {
    this.set = Objects.requireNonNull(set, "set");
  }

  /**
   * {@return the task of networks with an output {@value PoseEstimator#HEATMAPS}}
   *
   * @param set the joints, in the order of the heatmaps
   */
  public static PoseTask of(JointSet set) {
    return new PoseTask(set);
  }

  /**
   * Puts a network of 17, 16 or 15 joints, trained with {@link Normalization#IMAGENET}, and its
   * task together; the network sees the whole picture, its aspect kept.
   *
   * @param network a pose network
   * @return the model
   * @throws IllegalArgumentException when the network gives no heatmaps, or another number
   */
  public static VideoModel<Pose> model(SkipNetwork network) {
    PoseTask task = of(JointSet.ofSize(heatmaps(network).channels()));
    return VideoModel.of(network, View.fitted(), Normalization.IMAGENET, task);
  }

  static Shape heatmaps(SkipNetwork network) {
    Node node = network.outputs().get(PoseEstimator.HEATMAPS);
    if (node == null) {
      throw new IllegalArgumentException(
          network
              + " has no output "
              + PoseEstimator.HEATMAPS
              + ", only "
              + network.outputs().keySet());
    }
    return node.shape();
  }

  @Override
  public void requireFit(SkipNetwork network) {
    int channels = heatmaps(network).channels();
    if (channels != set.size()) {
      throw new IllegalArgumentException(
          network + " gives " + channels + " heatmaps, but " + set + " has " + set.size());
    }
  }

  @Override
  public Pose decode(FrameResult result, Placement view) {
    return new HeatmapDecoder(set, view).decode(result.map(PoseEstimator.HEATMAPS));
  }

  @Override
  public Agreement<Pose> agreement() {
    return new PoseAgreement();
  }

  @Override
  public Closeness closeness(SkipNetwork network) {
    Shape input = network.inputShape();
    CropWindow window = new CropWindow(0, 0, input.width(), input.height());
    return new Closeness("joints-moved", JointsMoved.of(set, window), HeatmapError.atPeaks());
  }

  @Override
  public void paint(Overlay overlay, Pose pose, boolean labels) {
    PosePainter.paint(overlay, pose, PoseAgreement.MIN_SCORE);
  }
}

package org.skipconv.models.pose;

import java.util.Objects;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.calibration.OutputDistance;
import org.skipconv.models.vision.CropWindow;

/**
 * Distance of a pose network's gated outputs from its dense ones: the share of joints, of those of
 * which the dense network is sure, that lie further apart than 0.05 of the crop's longer side;
 * {@code 1 - } {@link PoseAgreement#pckAt005}. 0 when the dense network is sure of none.
 *
 * <p>It counts joints, so it moves in steps and hardly shows what one layer's threshold does; the
 * guide to search by is {@link HeatmapError#atPeaks}.
 */
public final class JointsMoved implements OutputDistance<Pose> {
  private final JointSet set;
  private final CropWindow window;

  private JointsMoved(JointSet set, CropWindow window) {
    this.set = Objects.requireNonNull(set, "set");
    this.window = Objects.requireNonNull(window, "window");
  }

  /**
   * For a network's own joints, with crops of the shape of its input.
   *
   * @param network a pose network
   * @return the measure
   */
  public static JointsMoved of(SkipNetwork network) {
    Shape input = network.inputShape();
    int joints = PoseTask.heatmaps(network).channels();
    return of(JointSet.ofSize(joints), new CropWindow(0, 0, input.width(), input.height()));
  }

  /**
   * For crops of any shape.
   *
   * @param set names of the joints
   * @param window of which the network's input is a stretched picture; where it lies does not
   *     matter
   * @return the measure
   */
  public static JointsMoved of(JointSet set, CropWindow window) {
    return new JointsMoved(set, window);
  }

  @Override
  public Pose reference(FrameResult dense) {
    return new HeatmapDecoder(set, window).decode(dense.map(PoseEstimator.HEATMAPS));
  }

  @Override
  public Comparison<Pose> start() {
    HeatmapDecoder decoder = new HeatmapDecoder(set, window);
    PoseAgreement agreement = new PoseAgreement();
    return new Comparison<>() {
      @Override
      public void add(Pose dense, FrameResult gated) {
        Pose pose = decoder.decode(gated.map(PoseEstimator.HEATMAPS));
        agreement.add(dense, pose, window);
      }

      @Override
      public double value() {
        return 1 - agreement.pckAt005().orElse(1);
      }
    };
  }

  @Override
  public String toString() {
    return "share of joints moved by more than 0.05";
  }
}

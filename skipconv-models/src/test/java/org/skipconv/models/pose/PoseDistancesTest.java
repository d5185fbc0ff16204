package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.gates.calibration.OutputDistance;
import org.skipconv.models.vision.CropWindow;

/** Distances of heatmaps that a network passes through as they are. */
class PoseDistancesTest {
  private static final int JOINTS = 17;
  private static final int HEIGHT = 20;
  private static final int WIDTH = 15;

  private static SkipNetwork network(String output) {
    float[] identity = new float[JOINTS * JOINTS];
    for (int i = 0; i < JOINTS; i++) {
      identity[i * JOINTS + i] = 1;
    }
    SkipNetwork.Builder builder = SkipNetwork.builder("identity");
    Node input = builder.input(JOINTS, HEIGHT, WIDTH);
    Tensor weight = Tensor.of(identity, JOINTS, JOINTS, 1, 1);
    Node conv = builder.conv("conv", input, ConvSpec.of(1), weight, null);
    return builder.output(output, conv).build();
  }

  private static JointsMoved jointsMoved() {
    return JointsMoved.of(network(PoseEstimator.HEATMAPS));
  }

  /** All joints at row 10, column 5, but some of them so many columns further right. */
  private static Tensor heatmaps(float peak, int moved, int columns) {
    float[] values = new float[JOINTS * HEIGHT * WIDTH];
    for (int joint = 0; joint < JOINTS; joint++) {
      values[(joint * HEIGHT + 10) * WIDTH + 5 + (joint < moved ? columns : 0)] = peak;
    }
    return Tensor.of(values, 1, JOINTS, HEIGHT, WIDTH);
  }

  private static <R> double distance(OutputDistance<R> distance, Tensor dense, Tensor... gated) {
    OutputDistance.Comparison<R> comparison = distance.start();
    SkipNetwork network = network(PoseEstimator.HEATMAPS);
    try (VideoSession session = network.open(SessionOptions.dense())) {
      R reference = distance.reference(session.next(dense));
      for (Tensor frame : gated) {
        FrameResult result = session.next(frame);
        comparison.add(reference, result);
      }
    }
    return comparison.value();
  }

  @Test
  void countsJointsThatMovedFurtherThanATwentiethOfTheCrop() {
    // The longer side is 20 pixels: one pixel is 0.05 of it, which is still in place.
    Tensor dense = heatmaps(0.8f, 0, 0);
    assertThat(distance(jointsMoved(), dense, dense)).isZero();
    assertThat(distance(jointsMoved(), dense, heatmaps(0.8f, 17, 1))).isZero();
    assertThat(distance(jointsMoved(), dense, heatmaps(0.8f, 3, 2)))
        .isCloseTo(3 / 17.0, within(1e-12));
    assertThat(distance(jointsMoved(), dense, dense, heatmaps(0.8f, 17, 9)))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void jointsOfWhichTheDenseNetworkIsNotSureDoNotCount() {
    assertThat(distance(jointsMoved(), heatmaps(0.3f, 0, 0), heatmaps(0.3f, 17, 9))).isZero();
  }

  @Test
  void theCropMayHaveAnotherShapeThanTheInput() {
    // Stretched to twice the width, a column is 0.067 of the longer side.
    JointsMoved wide = JointsMoved.of(JointSet.COCO_17, new CropWindow(0, 0, 30, 20));
    assertThat(distance(wide, heatmaps(1, 0, 0), heatmaps(1, 17, 1))).isEqualTo(1);
  }

  @Test
  void heatmapErrorIsAMean() {
    Tensor dense = heatmaps(0.8f, 0, 0);
    Tensor lower = heatmaps(0.6f, 0, 0);
    assertThat(distance(HeatmapError.everywhere(), dense, lower, dense))
        .isCloseTo(0.1 / (HEIGHT * WIDTH), within(1e-8));
    assertThat(distance(HeatmapError.atPeaks(), dense, lower, dense)).isCloseTo(0.1, within(1e-7));
  }

  @Test
  void errorsBesideThePeaksCountEverywhereOnly() {
    Tensor flat = heatmaps(0.2f, 0, 0);
    assertThat(distance(HeatmapError.atPeaks(), flat, heatmaps(0.9f, 0, 0))).isZero();
    assertThat(distance(HeatmapError.everywhere(), flat, heatmaps(0.9f, 0, 0))).isPositive();
  }

  @Test
  void refusesNetworksWithoutHeatmaps() {
    SkipNetwork other = network("boxes");
    assertThatThrownBy(() -> JointsMoved.of(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no output heatmaps");
  }
}

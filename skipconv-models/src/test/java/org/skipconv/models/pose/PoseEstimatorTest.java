package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.RgbImage;

class PoseEstimatorTest {
  private static final JointSet COLOURS =
      new JointSet("colours", List.of("red", "blue"), List.of());

  /** Values 0 to 1, not normalised. */
  private static final Normalization NONE =
      new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /** Two heatmaps at a quarter of the size: the mean of red and of blue over 4x4 pixels. */
  private static SkipNetwork network(String output, int inChannels) {
    float[] weight = new float[2 * inChannels * 16];
    for (int i = 0; i < 16; i++) {
      weight[i] = 1 / 16f;
      weight[(inChannels + inChannels - 1) * 16 + i] = 1 / 16f;
    }
    SkipNetwork.Builder builder = SkipNetwork.builder("colours");
    Node input = builder.input(inChannels, 32, 24);
    Node maps =
        builder.conv(
            "mean",
            input,
            ConvSpec.of(4).withStride(4),
            Tensor.of(weight, 2, inChannels, 4, 4),
            null);
    return builder.output(output, maps).build();
  }

  /** A dark picture with a red and a blue square of 8 pixels. */
  private static RgbImage squares(int redX, int redY, int blueX, int blueY) {
    RgbImage image = new RgbImage(100, 120);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        image.rgb()[((redY + y) * 120 + redX + x) * 3] = (byte) 200;
        image.rgb()[((blueY + y) * 120 + blueX + x) * 3 + 2] = (byte) 100;
      }
    }
    return image;
  }

  @Test
  void findsWhatMovesFrameByFrame() {
    // The window of 48x64 is shrunk by 2 to the input, by 8 to the heatmaps.
    CropWindow window = new CropWindow(20, 10, 48, 64);
    SkipNetwork network = network("heatmaps", 3);
    try (PoseEstimator estimator =
        PoseEstimator.open(network, SessionOptions.dense(), window, COLOURS, NONE)) {
      for (int step = 0; step < 4; step++) {
        Pose pose = estimator.next(squares(20 + 8 * step, 10, 60, 66 - 8 * step));

        assertThat(pose.joint("red").x()).isEqualTo(20 + 8 * step);
        assertThat(pose.joint("red").y()).isEqualTo(10);
        assertThat(pose.joint("red").score()).isEqualTo(200 / 255f, within(1e-5f));
        assertThat(pose.joint("blue").x()).isEqualTo(60);
        assertThat(pose.joint("blue").y()).isEqualTo(66 - 8 * step);
        assertThat(pose.joint("blue").score()).isEqualTo(100 / 255f, within(1e-5f));
        assertThat(estimator.lastReport().frame()).isEqualTo(step);
        assertThat(estimator.prepareTime()).isPositive();
        assertThat(estimator.decodeTime()).isPositive();
      }
      assertThat(estimator.window()).isEqualTo(window);
      assertThat(estimator.session().network()).isSameAs(network);
    }
  }

  @Test
  void keepsTheSizeOfTheStreamUntilReset() {
    try (PoseEstimator estimator =
        PoseEstimator.open(
            network("heatmaps", 3),
            SessionOptions.dense(),
            new CropWindow(0, 0, 24, 32),
            COLOURS,
            NONE)) {
      assertThatThrownBy(estimator::lastReport).isInstanceOf(IllegalStateException.class);
      estimator.next(squares(0, 0, 0, 0));
      assertThatThrownBy(() -> estimator.next(new RgbImage(50, 60)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("50x60");
      estimator.next(squares(0, 0, 0, 0));
      assertThat(estimator.lastReport().frame()).isEqualTo(1);

      estimator.reset();
      estimator.next(new RgbImage(50, 60));

      assertThat(estimator.lastReport().frame()).isZero();
      assertThat(estimator.lastReport().keyframe()).isTrue();
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    PoseEstimator estimator =
        PoseEstimator.open(
            network("heatmaps", 3),
            SessionOptions.dense(),
            new CropWindow(0, 0, 24, 32),
            COLOURS,
            NONE);
    estimator.next(squares(0, 0, 0, 0));
    estimator.close();
    estimator.close();

    assertThatThrownBy(() -> estimator.next(squares(0, 0, 0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesNetworksThatAreNotForPoses() {
    SessionOptions options = SessionOptions.dense();
    CropWindow window = new CropWindow(0, 0, 24, 32);
    assertThatThrownBy(() -> PoseEstimator.open(network("classes", 3), options, window))
        .hasMessageContaining("no output heatmaps")
        .hasMessageContaining("classes");
    assertThatThrownBy(() -> PoseEstimator.open(network("heatmaps", 3), options, window))
        .hasMessageContaining("2 joints");
    assertThatThrownBy(
            () ->
                PoseEstimator.open(network("heatmaps", 3), options, window, JointSet.COCO_17, NONE))
        .hasMessageContaining("COCO-17");
    assertThatThrownBy(
            () -> PoseEstimator.open(network("heatmaps", 1), options, window, COLOURS, NONE))
        .hasMessageContaining("3 channels");
  }

  @Test
  void fewerThanThreeJointsAboveTheLimitAreNobody() {
    assertThat(scored(0.9f, 0.21f, 0.21f).isEmpty()).isFalse();
    assertThat(scored(0.9f, 0.21f, 0.2f).isEmpty()).isTrue();
    assertThat(scored(0, Float.NaN, 0).isEmpty()).isTrue();
  }

  private static Pose scored(float... scores) {
    JointSet set = new JointSet("three", List.of("a", "b", "c"), List.of());
    List<Joint> joints = new ArrayList<>();
    for (float score : scores) {
      joints.add(new Joint(set.names().get(joints.size()), 0, 0, score));
    }
    return new Pose(set, joints);
  }
}

package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Tensor;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Placement;
import org.skipconv.models.vision.View;

/** Joints of hand-made tensors, worked out by hand; the input is 8 wide and 16 high. */
class PoseTensorsTest {
  /** The input is a window at (100, 200) with two picture pixels for each of its own. */
  private static final Placement VIEW =
      View.crop(new CropWindow(100, 200, 16, 32)).place(480, 640, 16, 8);

  private static final JointSet TWO = new JointSet("two", List.of("tip", "toe"), List.of());

  @Test
  void simccTakesTheLargestOfEachAxisAndTheSmallerScore() {
    float[] x = new float[2 * 16];
    float[] y = new float[2 * 32];
    x[5] = 0.75f;
    x[6] = 0.75f;
    y[20] = 0.5f;
    x[16 + 15] = 0.25f; // the other joint has nothing along y
    Map<String, Tensor> outputs =
        Map.of("simcc_x", Tensor.of(x, 1, 2, 16), "simcc_y", Tensor.of(y, 1, 2, 32));

    Pose pose = PoseTensors.simcc().withJoints(TWO).decode(outputs, VIEW);

    // A step is half a pixel of the input, a whole one of the picture.
    assertThat(pose.joints())
        .containsExactly(new Joint("tip", 105, 220, 0.5f), new Joint("toe", 100, 200, 0));
  }

  @Test
  void simccIsToldApartByItsLengthsWhereNamesDoNotSay() {
    // 24 is a multiple of the width alone, 32 of both.
    Map<String, int[]> clear = Map.of("a", new int[] {1, 17, 24}, "simcc_y", new int[] {1, 17, 32});
    Map<String, int[]> unclear = Map.of("a", new int[] {1, 17, 16}, "b", new int[] {1, 17, 32});

    PoseTensors.simcc().requireFit(clear, 16, 8);
    assertThatThrownBy(() -> PoseTensors.simcc().requireFit(unclear, 16, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("simcc_x");
    assertThatThrownBy(() -> PoseTensors.simcc().withJoints(TWO).requireFit(clear, 16, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("17 joints");
  }

  @Test
  void heatmapsAreReadAsHrnets() {
    float[] maps = new float[17 * 4 * 4];
    maps[2 * 4 + 2] = 0.5f;
    maps[2 * 4 + 1] = 0.25f; // the joint lies a quarter to the left
    Placement square = View.crop(new CropWindow(100, 200, 16, 16)).place(480, 640, 16, 16);
    Map<String, Tensor> outputs = Map.of("heat", Tensor.of(maps, 1, 17, 4, 4));

    Pose pose = PoseTensors.heatmaps().decode(outputs, square);

    assertThat(pose.set()).isEqualTo(JointSet.COCO_17);
    assertThat(pose.joints().get(0)).isEqualTo(new Joint("nose", 107, 208, 0.5f));
    assertThat(pose).isEqualTo(new HeatmapDecoder(JointSet.COCO_17, square).decode(maps, 4, 4));
  }

  @Test
  void jointsWithoutNamesAreNumbered() {
    Map<String, Tensor> outputs = Map.of("heat", Tensor.of(new float[21 * 4], 1, 21, 2, 2));

    Pose pose = PoseTensors.heatmaps().decode(outputs, VIEW);

    assertThat(pose.joints()).hasSize(21);
    assertThat(pose.joints().get(20).name()).isEqualTo("joint_20");
  }

  @Test
  void otherOutputsAreRefused() {
    assertThatThrownBy(
            () -> PoseTensors.heatmaps().requireFit(Map.of("out", new int[] {1, 17, 24}), 16, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, joints, height, width]")
        .hasMessageContaining("out [1, 17, 24]");
  }
}

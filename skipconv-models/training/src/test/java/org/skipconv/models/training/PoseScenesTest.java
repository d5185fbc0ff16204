package org.skipconv.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.HeatmapDecoder;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.scene.Figure;
import org.skipconv.models.scene.FigureJoint;
import org.skipconv.models.scene.Scene;
import org.skipconv.models.scene.Script;
import org.skipconv.models.vision.CropWindow;

class PoseScenesTest {
  private static final SkipNetwork NETWORK = HrNet.w18SmallV1(128, 96).seeded(1);
  private static final Scene SCENE =
      Scene.builder().size(256, 192).script(Script.motionless()).seed(3).build();

  @Test
  void labelsDecodeToTheTruth() {
    PoseScenes frames = new PoseScenes(NETWORK, List.of(SCENE, SCENE), 2, 5);
    assertThat(frames.size()).isEqualTo(10);
    assertThat(frames.startsShot(5)).isTrue();
    assertThat(frames.startsShot(6)).isFalse();
    assertThat(frames.frame(7)).hasSize(3 * 128 * 96).isEqualTo(frames.frame(2));
    float[] maps = frames.labels(7).get("heatmaps");
    CropWindow window = new CropWindow(0, 0, 192, 256);
    Pose pose = new HeatmapDecoder(JointSet.COCO_17, window).decode(maps, 32, 24);
    Figure figure = SCENE.frame(4).figures().get(0);
    int inside = 0;
    for (int j = 0; j < 17; j++) {
      FigureJoint truth = figure.joints().get(j);
      if (truth.visibility() > 0) {
        inside++;
        double off =
            Math.hypot(pose.joints().get(j).x() - truth.x(), pose.joints().get(j).y() - truth.y());
        // A map's pixel is 8 of the picture, and decoding rounds to a quarter of one.
        assertThat(off).isLessThan(8);
      }
    }
    assertThat(inside).isGreaterThan(12);
  }

  @Test
  void refusesANetworkOfOtherJoints() {
    SkipNetwork other = HrNet.w18SmallV1(64, 32).withJoints(3).seeded(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoseScenes(other, List.of(SCENE), 0, 2))
        .withMessageContaining("3 heatmaps");
  }
}

package org.skipconv.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.detection.Box;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.HeatmapDecoder;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pose;
import org.skipconv.models.pose.PoseLabels;
import org.skipconv.models.vision.CropWindow;

class PoseTargetsTest {
  private static final SkipNetwork NETWORK = HrNet.w18SmallV1(128, 96).seeded(1);

  /** Pictures of 200 x 200; a pixel of a heatmap is 4 of them. */
  private static final CropWindow WINDOW = new CropWindow(40, 30, 96, 128);

  private static final PoseTargets TARGETS = new PoseTargets(NETWORK, WINDOW);

  private static PoseLabels.Person person(double x, double y, int known) {
    List<Optional<Joint>> joints = new ArrayList<>(Collections.nCopies(17, Optional.empty()));
    for (int j = 0; j < known; j++) {
      String name = JointSet.COCO_17.names().get(j);
      joints.set(j, Optional.of(new Joint(name, (float) (x + 4 * j), (float) y, 1)));
    }
    return new PoseLabels.Person(Box.ofSize(x, y - 5, 70, 10), joints);
  }

  @Test
  void labelsDecodeToTheJointsInTheWindow() {
    Map<String, float[]> labels =
        TARGETS.of(List.of(person(150, 60, 17), person(48, 60, 12), person(56, 90, 5)));
    Pose pose = new HeatmapDecoder(JointSet.COCO_17, WINDOW).decode(labels.get("heatmaps"), 32, 24);
    float[] weights = labels.get("heatmaps.weights");
    for (int j = 0; j < 17; j++) {
      assertThat(weights[j]).isEqualTo(j < 12 ? 1 : 0);
      if (j < 12) {
        assertThat(pose.joints().get(j).x()).isBetween(45f + 4 * j, 51f + 4 * j);
        assertThat(pose.joints().get(j).y()).isBetween(57f, 63f);
        assertThat(pose.joints().get(j).score()).isGreaterThan(0.9f);
      }
    }
  }

  @Test
  void emptyMapsCountWhereNobodyIsButNotWhereSomebodyHasNoJoints() {
    Map<String, float[]> nobody = TARGETS.of(List.of());
    assertThat(nobody.get("heatmaps")).hasSize(17 * 32 * 24).containsOnly(0);
    assertThat(nobody.get("heatmaps.weights")).hasSize(17).containsOnly(1);
    assertThat(TARGETS.of(List.of(person(150, 60, 17))).get("heatmaps.weights")).containsOnly(1);
    assertThat(TARGETS.of(List.of(person(100, 60, 0))).get("heatmaps.weights")).containsOnly(0);
  }

  @Test
  void refusesANetworkOfOtherJoints() {
    SkipNetwork other = HrNet.w18SmallV1(64, 32).withJoints(3).seeded(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoseTargets(other, WINDOW))
        .withMessageContaining("3 heatmaps");
  }

  @Test
  void refusesANetworkThatFindsNoPoses() {
    SkipNetwork.Builder builder = SkipNetwork.builder("other");
    builder.output("boxes", builder.input(3, 8, 8));
    SkipNetwork other = builder.build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoseTargets(other, WINDOW))
        .withMessageContaining("heatmaps")
        .withMessageContaining("boxes");
  }
}

package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.Agreement;
import org.skipconv.models.Score;
import org.skipconv.models.detection.Box;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.vision.CropWindow;

class PoseTaskTest {
  private static final CropWindow WINDOW = new CropWindow(0, 0, 75, 100);

  /** All joints at one place. */
  private static Pose at(float x, float y) {
    return new Pose(
        JointSet.COCO_17,
        JointSet.COCO_17.names().stream().map(name -> new Joint(name, x, y, 0.9f)).toList());
  }

  @Test
  void agreementHasBothSharesByName() {
    Agreement<Pose> agreement = PoseTask.of(JointSet.COCO_17).agreement();
    assertThat(agreement.values()).containsOnlyKeys("pckAt005", "pckAt02");
    assertThat(agreement.values().get("pckAt02")).isEmpty();
    assertThat(agreement.text()).isEmpty();
    agreement.add(at(10, 10), at(10, 20), WINDOW);
    assertThat(agreement.values().get("pckAt005")).hasValue(0);
    assertThat(agreement.values().get("pckAt02")).hasValue(1);
    assertThat(agreement.text()).startsWith("0.00 % of 17 joints").endsWith("100.00 % within 0.2");
  }

  /** A person of 20 x 50 pixels: a fifth of the longer side is 10. */
  private static PoseLabels.Person person(int known) {
    List<Optional<Joint>> joints = new ArrayList<>();
    for (int j = 0; j < 17; j++) {
      Joint joint = new Joint(JointSet.COCO_17.names().get(j), 30, 40, 1);
      joints.add(j < known ? Optional.of(joint) : Optional.empty());
    }
    return new PoseLabels.Person(Box.ofSize(20, 20, 20, 50), joints);
  }

  @Test
  void jointsAreJudgedByTheSizeOfThePerson() {
    PoseTruth truth =
        new PoseTruth(
            "people", frame -> frame == 0 ? Optional.empty() : Optional.of(List.of(person(5))));
    Score<Pose> score = truth.score();
    assertThat(score.add(0, at(500, 500))).isFalse();
    assertThat(score.objects()).isZero();
    assertThat(score.values().get("pckAt01")).isEmpty();
    assertThat(score.add(1, at(30, 45))).isTrue();
    assertThat(score.values().get("pckAt01")).hasValue(1);
    score.add(2, at(30, 45.1f));
    assertThat(score.objects()).isEqualTo(10);
    assertThat(score.values().get("pckAt01")).hasValue(0.5);
  }

  @Test
  void refusesNetworksOfOtherJoints() {
    SkipNetwork network = HrNet.w18SmallV1(64, 64).withJoints(16).seeded(1);
    assertThat(PoseTask.model(network).network()).isSameAs(network);
    assertThatThrownBy(() -> PoseTask.of(JointSet.COCO_17).requireFit(network))
        .hasMessageContaining("16 heatmaps, but COCO-17 has 17");
    HrNet five = HrNet.w18SmallV1(64, 64).withJoints(5);
    assertThatThrownBy(() -> five.model(five.seeded(1))).hasMessageContaining("5 joints");
  }
}

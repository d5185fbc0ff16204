package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.models.vision.CropWindow;

class PckTest {
  private static final JointSet TWO = new JointSet("two", List.of("a", "b"), List.of());

  private static Pose pose(float xa, float scoreA, float xb, float scoreB) {
    return new Pose(TWO, List.of(new Joint("a", xa, 0, scoreA), new Joint("b", xb, 0, scoreB)));
  }

  @Test
  void countsTheBorderIn() {
    Pck pck = new Pck(0.25);
    pck.add(pose(0, 1, 0, 1), pose(25, 0, 25.1f, 0), 100);

    assertThat(pck.share()).hasValue(0.5);
    assertThat(pck.share(0)).hasValue(1);
    assertThat(pck.share(1)).hasValue(0);
  }

  @Test
  void addsUpOverFramesOfTheirOwnSizes() {
    Pck pck = new Pck(0.2);
    pck.add(pose(0, 1, 0, 1), pose(10, 0, 10, 0), 100);
    pck.add(pose(0, 1, 0, 0), pose(10, 0, 10, 0), 40);

    assertThat(pck.joints()).isEqualTo(3);
    assertThat(pck.share()).hasValue(2 / 3.0);
  }

  @Test
  void hasNoShareWithoutJoints() {
    Pck pck = new Pck(0.2);
    assertThat(pck.share()).isEmpty();
    assertThat(pck.share(0)).isEmpty();
    pck.add(pose(0, 0, 0, -1), pose(0, 1, 0, 1), 100);
    assertThat(pck.share()).isEmpty();
  }

  @Test
  void aJointThatIsNowhereIsWrong() {
    Pck pck = new Pck(0.2);
    pck.add(pose(0, 1, 0, 1), pose(Float.NaN, 1, 0, 1), 100);
    assertThat(pck.share()).hasValue(0.5);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    Pck pck = new Pck(0.2);
    Pose pose = pose(0, 1, 0, 1);
    Pose other =
        new Pose(new JointSet("one", List.of("a"), List.of()), List.of(new Joint("a", 0, 0, 1)));
    assertThatThrownBy(() -> pck.add(pose, other, 1)).hasMessageContaining("compare two with one");
    assertThatThrownBy(() -> pck.add(pose, pose, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Pck(-1)).hasMessageContaining("0 or more");
    pck.add(pose, pose, 1);
    assertThatThrownBy(() -> pck.add(other, other, 1)).hasMessageContaining("2 joints");
  }

  @Test
  void agreementIsMeasuredByTheCropsLongerSide() {
    PoseAgreement agreement = new PoseAgreement();
    CropWindow window = new CropWindow(0, 0, 75, 100);
    agreement.add(pose(0, 0.31f, 0, 0.3f), pose(4.9f, 0, 99, 1), window);
    agreement.add(pose(0, 0.9f, 0, 0.9f), pose(5.1f, 0, 21, 0), window);

    assertThat(agreement.joints()).isEqualTo(3); // 0.3 is not above the limit
    assertThat(agreement.pckAt005()).hasValue(1 / 3.0);
    assertThat(agreement.pckAt02()).hasValue(2 / 3.0);
    assertThat(new PoseAgreement().pckAt02()).isEmpty();
  }
}

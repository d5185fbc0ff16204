package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.models.VideoModel;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.pose.TopDownPoses.TrackedPose;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

class TopDownPosesTest {
  /** People are squares of 32 pixels with all colours in them; a detection is off by a pixel. */
  private static final int SIZE = 32;

  private static final JointSet COLOURS =
      new JointSet("colours", List.of("red", "green", "blue"), List.of());

  /** Frames after which a person who is not found any more has left. */
  private static final int PATIENCE = 12;

  private final List<Detection> found = new ArrayList<>();

  /** Heatmaps at half the size: the mean of each colour over 2x2 pixels. */
  private static VideoModel<Pose> model() {
    float[] weight = new float[3 * 3 * 4];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 4; i++) {
        weight[(c * 3 + c) * 4 + i] = 1 / 4f;
      }
    }
    SkipNetwork.Builder builder = SkipNetwork.builder("colours");
    Node input = builder.input(3, 20, 20);
    Node maps =
        builder.conv(
            "mean", input, ConvSpec.of(2).withStride(2), Tensor.of(weight, 3, 3, 2, 2), null);
    SkipNetwork network = builder.output(PoseEstimator.HEATMAPS, maps).build();
    return VideoModel.of(network, View.stretched(), Normalization.UNIT_RANGE, PoseTask.of(COLOURS));
  }

  private TopDownPoses open(int maxPeople) {
    return TopDownPoses.open(frame -> found, model(), SessionOptions.exact(), maxPeople);
  }

  /** A picture of white squares at corners x, y, ... and detections of them. */
  private RgbImage people(int... corners) {
    RgbImage picture = new RgbImage(200, 300);
    found.clear();
    for (int i = 0; i < corners.length; i += 2) {
      for (int y = corners[i + 1]; y < corners[i + 1] + SIZE; y++) {
        for (int x = corners[i]; x < corners[i] + SIZE; x++) {
          for (int c = 0; c < 3; c++) {
            picture.rgb()[(y * picture.width() + x) * 3 + c] = (byte) 250;
          }
        }
      }
      found.add(person(corners[i], corners[i + 1], 0.9f - 0.1f * i));
    }
    return picture;
  }

  private static Detection person(int x, int y, float score) {
    return new Detection(x, y, x + SIZE, y + SIZE, 1, "person", score);
  }

  private static void assertIn(TrackedPose person, int x, int y) {
    assertThat(person.pose().joints())
        .allSatisfy(
            joint -> {
              assertThat(joint.x()).isBetween(x - 1f, x + SIZE + 1f);
              assertThat(joint.y()).isBetween(y - 1f, y + SIZE + 1f);
            });
  }

  @Test
  void everybodyHasAWindowThatStaysUntilTheyLeaveIt() {
    try (TopDownPoses poses = open(4)) {
      List<TrackedPose> first = poses.next(people(40, 40, 200, 100));
      assertThat(first).extracting(TrackedPose::number).containsExactly(1, 2);
      assertIn(first.get(0), 40, 40);
      assertIn(first.get(1), 200, 100);
      assertThat(first.get(0).window()).isEqualTo(new CropWindow(36, 36, 40, 40));

      // A step of three pixels stays in the window, in which the network computes a residual.
      List<TrackedPose> second = poses.next(people(43, 40, 200, 100));
      assertThat(second.get(0).window()).isEqualTo(first.get(0).window());
      assertThat(second.get(0).report().keyframe()).isFalse();
      assertThat(second.get(1).report().macs().computed()).isZero();

      // Ten more are too many: the window is laid anew around the same person.
      List<TrackedPose> third = poses.next(people(53, 40, 200, 100));
      assertThat(third.get(0).number()).isEqualTo(1);
      assertThat(third.get(0).window()).isEqualTo(new CropWindow(49, 36, 40, 40));
      assertThat(third.get(0).report().keyframe()).isTrue();
      assertThat(third.get(1).report().keyframe()).isFalse();
      assertIn(third.get(0), 53, 40);
    }
  }

  @Test
  void aWindowThatHasBecomeMuchTooLargeIsLaidAnew() {
    try (TopDownPoses poses = open(1)) {
      poses.next(people(40, 40));
      RgbImage far = people(40, 40);
      found.set(0, new Detection(45, 45, 64, 64, 1, "person", 0.9f));
      assertThat(poses.next(far).get(0).window().width()).isEqualTo(19 * 1.25f);
    }
  }

  @Test
  void detectorsMayBlinkAndWhoHasLeftMakesRoom() {
    try (TopDownPoses poses = open(1)) {
      poses.next(people(40, 40));
      for (int i = 0; i < PATIENCE; i++) {
        RgbImage frame = people(40, 40);
        found.clear();
        assertThat(poses.next(frame)).extracting(TrackedPose::number).containsExactly(1);
      }
      assertThat(poses.next(people(42, 40)).get(0).number()).isEqualTo(1);

      // Another one elsewhere is not that person, and waits until the first has left.
      for (int i = 0; i < PATIENCE; i++) {
        assertThat(poses.next(people(200, 100))).isEmpty();
      }
      List<TrackedPose> next = poses.next(people(200, 100));
      assertThat(next).extracting(TrackedPose::number).containsExactly(2);
      assertIn(next.get(0), 200, 100);
      assertThat(next.get(0).report().keyframe()).isTrue();
    }
  }

  @Test
  void onlyPeopleAreFollowedTheSurestFirst() {
    try (TopDownPoses poses = open(1)) {
      RgbImage frame = people(40, 40, 200, 100);
      found.set(0, new Detection(40, 40, 72, 72, 3, "car", 0.95f));
      found.add(person(100, 20, 0.3f));
      assertThat(poses.next(frame).get(0).window().x()).isEqualTo(196);
    }
  }

  @Test
  void onePersonFoundTwiceIsOne() {
    try (TopDownPoses poses = open(4)) {
      RgbImage frame = people(40, 40);
      found.add(new Detection(40, 40, 72, 56, 1, "person", 0.5f));
      assertThat(poses.next(frame)).hasSize(1);
      assertThat(poses.next(people(40, 40, 54, 40))).hasSize(2);
    }
  }

  @Test
  void nobodyInTheWindowIsNoPose() {
    try (TopDownPoses poses = open(1)) {
      people(40, 40);
      assertThat(poses.next(new RgbImage(200, 300))).isEmpty();
    }
  }

  @Test
  void afterAResetPicturesMayHaveAnotherSize() {
    try (TopDownPoses poses = open(2)) {
      poses.next(people(40, 40));
      poses.reset();
      found.clear();
      assertThat(poses.next(new RgbImage(64, 64))).isEmpty();
      found.add(person(10, 10, 0.9f));
      RgbImage small = new RgbImage(64, 64);
      Arrays.fill(small.rgb(), (byte) 200);
      assertThat(poses.next(small)).extracting(TrackedPose::number).containsExactly(1);
    }
  }

  @Test
  void refusesNobodyAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(0))
        .withMessage("at least 1 person is followed, not 0");
  }
}

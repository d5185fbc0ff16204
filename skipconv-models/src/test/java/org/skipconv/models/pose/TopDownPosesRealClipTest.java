package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.NormGate;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.pose.TopDownPoses.TrackedPose;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;
import org.skipconv.models.vision.View;

/** Detector and pose network together on a real video, somebody walking into the picture. */
class TopDownPosesRealClipTest {
  /** Frames of somebody who walks in and stands, and the window by eye. */
  private static final int FIRST = 915;

  private static final int FRAMES = 40;
  private static final CropWindow BY_EYE = CropWindow.parse("274,-48,360,480");

  @Test
  void findsTheJointsThatAWindowByEyeFinds() throws IOException {
    Path clip = TestData.require("video/one-by-one-person-detection.mp4");
    VideoModel<List<Detection>> detectorModel =
        EfficientDet.d0().model(TestData.require("weights/efficientdet_d0_512_fp16.safetensors"));
    VideoModel<Pose> poseModel =
        HrNet.w32(256, 192).model(TestData.require("weights/hrnet_w32_256x192_fp16.safetensors"));
    SessionOptions options = SessionOptions.gates(NormGate.input(0.1f));
    int together = 0;
    int joints = 0;
    int same = 0;
    List<Integer> numbers = new ArrayList<>();
    int keyframes = 0;
    try (VideoSource video = VideoSource.open(clip);
        VideoPredictor<List<Detection>> detector = detectorModel.open(options);
        VideoPredictor<Pose> byEye = poseModel.withView(View.crop(BY_EYE)).open(options);
        TopDownPoses poses = TopDownPoses.open(detector::next, poseModel, options, 2)) {
      video.skip(FIRST);
      for (int i = 0; i < FRAMES; i++) {
        RgbImage frame = video.read();
        List<TrackedPose> people = poses.next(frame);
        Pose expected = byEye.next(frame);
        people.forEach(person -> numbers.add(person.number()));
        keyframes += (int) people.stream().filter(person -> person.report().keyframe()).count();
        if (people.size() == 1 && !expected.isEmpty()) {
          together++;
          Pose found = people.get(0).pose();
          for (int j = 0; j < expected.joints().size(); j++) {
            Joint truth = expected.joints().get(j);
            if (truth.score() > 0.5f) {
              joints++;
              same += truth.distance(found.joints().get(j)) < 0.05 * BY_EYE.longerSide() ? 1 : 0;
            }
          }
        }
      }
    }
    assertThat(together).isGreaterThan(FRAMES / 2);
    assertThat(same).as("of %s joints", joints).isGreaterThan((int) (0.98 * joints));
    // One person; the detector takes the first glimpse of an arm for another one.
    assertThat(numbers.subList(10, numbers.size())).containsOnly(1);
    // A window for the arm, and three for the person, who comes nearer.
    assertThat(keyframes).isLessThanOrEqualTo(5);
  }
}

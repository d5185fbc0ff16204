package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** The trained HRNet-W32 on a real video, against what PyTorch finds in the same frames. */
class PoseRealClipTest {
  private static final String VIDEO = "video/one-by-one-person-detection.mp4";

  /** What PyTorch finds in a frame. */
  private record Golden(int frame, CropWindow window, Pose pose) {

    static List<Golden> all() throws IOException {
      Path file = TestData.require("golden/hrnet_w32_real_clip.json");
      JsonArray frames =
          JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonArray("frames");
      List<Golden> golden = new ArrayList<>();
      for (JsonElement frame : frames) {
        golden.add(of(frame.getAsJsonObject()));
      }
      return golden;
    }

    private static Golden of(JsonObject json) {
      JsonArray box = json.getAsJsonArray("window");
      List<Joint> joints = new ArrayList<>();
      for (JsonElement element : json.getAsJsonArray("student")) {
        JsonArray joint = element.getAsJsonArray();
        String name = JointSet.COCO_17.names().get(joints.size());
        joints.add(
            new Joint(
                name,
                joint.get(0).getAsFloat(),
                joint.get(1).getAsFloat(),
                joint.get(2).getAsFloat()));
      }
      CropWindow window =
          new CropWindow(
              box.get(0).getAsInt(),
              box.get(1).getAsInt(),
              box.get(2).getAsInt(),
              box.get(3).getAsInt());
      return new Golden(json.get("frame").getAsInt(), window, new Pose(JointSet.COCO_17, joints));
    }
  }

  private static SkipNetwork network() throws IOException {
    return HrNet.w32(256, 192).load(TestData.require("weights/hrnet_w32_256x192_fp16.safetensors"));
  }

  @Test
  void meetsTheJointsOnExactInputs() throws IOException {
    SkipNetwork network = network();
    Path folder = TestData.require("images/exact-inputs");
    int frames = 0;
    int elsewhere = 0;
    for (Golden golden : Golden.all()) {
      Path png = folder.resolve("one-by-one_" + golden.frame() + ".png");
      if (Files.exists(png)) {
        try (PoseEstimator estimator =
            PoseEstimator.open(network, SessionOptions.dense(), golden.window())) {
          elsewhere += elsewhere(golden, estimator.next(RgbImage.read(png)));
        }
        frames++;
      }
    }
    assertThat(frames).isEqualTo(6);
    // Two values of a heatmap may be so close that rounding decides which is the larger.
    assertThat(elsewhere).as("joints elsewhere, of 102").isLessThanOrEqualTo(2);
  }

  /** Number of joints in other places; their scores must agree all the same. */
  private static int elsewhere(Golden golden, Pose found) {
    int elsewhere = 0;
    for (Joint expected : golden.pose().joints()) {
      Joint actual = found.joint(expected.name());
      assertThat(actual.score())
          .as(golden.frame() + " " + expected.name())
          .isCloseTo(expected.score(), within(1e-3f));
      elsewhere += actual.distance(expected) > 0.01 ? 1 : 0;
    }
    return elsewhere;
  }

  /** Video decoders differ by a few grey levels. */
  @Test
  void meetsTheJointsOnDecodedVideo() throws IOException {
    SkipNetwork network = network();
    Pck within005 = new Pck(0.05, PoseAgreement.MIN_SCORE);
    Pck within001 = new Pck(0.01, PoseAgreement.MIN_SCORE);
    try (VideoSource video = VideoSource.open(TestData.require(VIDEO))) {
      for (Golden golden : Golden.all()) {
        video.skip(golden.frame() - video.position());
        try (PoseEstimator estimator =
            PoseEstimator.open(network, SessionOptions.dense(), golden.window())) {
          Pose found = estimator.next(video.read());
          within005.add(golden.pose(), found, golden.window().longerSide());
          within001.add(golden.pose(), found, golden.window().longerSide());
        }
      }
    }
    assertThat(within005.joints()).isGreaterThan(500);
    assertThat(within005.share().orElseThrow()).isGreaterThanOrEqualTo(0.99);
    assertThat(within001.share().orElseThrow()).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void exactModeGivesTheBitsOfTheDensePath() throws IOException {
    SkipNetwork network = network();
    CropWindow window = new CropWindow(252, -50, 375, 500);
    try (VideoSource video = VideoSource.open(TestData.require(VIDEO));
        PoseEstimator dense = PoseEstimator.open(network, SessionOptions.dense(), window);
        PoseEstimator exact = PoseEstimator.open(network, SessionOptions.exact(), window)) {
      video.skip(1232);
      RgbImage picture = new RgbImage(video.height(), video.width());
      for (int frame = 0; frame < 40; frame++) {
        assertThat(video.next(picture)).isTrue();
        assertThat(exact.next(picture)).isEqualTo(dense.next(picture));
        assertThat(exact.lastReport().keyframe()).isEqualTo(frame == 0);
        assertThat(heatmaps(exact).mismatch(heatmaps(dense)))
            .as("first value of frame " + frame + " that differs")
            .isEqualTo(-1);
      }
    }
  }

  private static FloatBuffer heatmaps(PoseEstimator estimator) {
    return FloatBuffer.wrap(estimator.lastResult().map(PoseEstimator.HEATMAPS).toArray());
  }
}

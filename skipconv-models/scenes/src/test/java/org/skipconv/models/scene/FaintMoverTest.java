package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Gate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.Pixels;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.PoseEstimator;
import org.skipconv.models.pose.PoseTask;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.vision.Normalization;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.View;

/**
 * A mover that is above the noise is never lost for longer than half a second, of a camera of 10
 * frames a second: whatever the light does and however the camera moves. The network hands green
 * on, so that its output is what is held.
 */
class FaintMoverTest {
  private static final int HEIGHT = 160;
  private static final int WIDTH = 224;
  private static final int FRAMES = 40;
  private static final int HALF_A_SECOND = 5;
  private static final int TALL = 24;
  private static final int WIDE = 12;
  private static final Scene EMPTY =
      Scene.builder().size(200, 560).seed(7).figures(0).vehicles(0).build();

  private static VideoModel<FrameResult> held() {
    SkipNetwork.Builder builder = SkipNetwork.builder("held");
    Node x = builder.input(3, HEIGHT, WIDTH);
    Node green = Pixels.point(builder, "conv", x, 0, 1, 0);
    SkipNetwork network = builder.output(PoseEstimator.HEATMAPS, green).build();
    View all = View.crop(new CropWindow(0, 0, WIDTH, HEIGHT));
    PoseTask anyTask = PoseTask.of(new JointSet("one", List.of("green"), List.of()));
    return VideoModel.of(network, all, Normalization.LEVELS, anyTask).raw();
  }

  static Stream<Arguments> cases() {
    Disturbance nothing = Disturbance.NOTHING;
    return Stream.of(
        Arguments.of("noise of 2", Disturbance.noise(2), Motion.STILL, 4),
        Arguments.of("noise of 4", Disturbance.noise(4), Motion.STILL, 5),
        Arguments.of("noise of 8", Disturbance.noise(8), Motion.STILL, 8),
        Arguments.of("noise of 12", Disturbance.noise(12), Motion.STILL, 12),
        Arguments.of("shot noise of 2", Disturbance.shotNoise(2), Motion.STILL, 4),
        Arguments.of("shot noise of 4", Disturbance.shotNoise(4), Motion.STILL, 5),
        Arguments.of("shot noise of 8", Disturbance.shotNoise(8), Motion.STILL, 8),
        Arguments.of("shot noise of 12", Disturbance.shotNoise(12), Motion.STILL, 12),
        Arguments.of("flicker", Disturbance.flicker(), Motion.STILL, 12),
        Arguments.of("exposure", Disturbance.exposureSteps(10), Motion.STILL, 8),
        Arguments.of("jitter", nothing, Motion.JITTER, 8),
        Arguments.of("wind", nothing, Motion.WIND, 8),
        Arguments.of("walking", nothing, Motion.WALKING, 8),
        Arguments.of("rolling", nothing, Motion.ROTATION, 8),
        Arguments.of("slow pan", nothing, Motion.PAN_SLOW, 8),
        Arguments.of("pan", nothing, Motion.PAN, 8),
        Arguments.of("fast pan", nothing, Motion.PAN_FAST, 8),
        Arguments.of("jitter in noise", Disturbance.noise(4), Motion.JITTER, 8),
        Arguments.of("wind in shot noise", Disturbance.shotNoise(8), Motion.WIND, 12),
        Arguments.of("pan in noise", Disturbance.noise(4), Motion.PAN, 8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isNeverLostForLong(String name, Disturbance disturbance, Motion motion, int contrast) {
    List<Shot> shots = shots(disturbance, motion, contrast);
    for (Camera camera : List.of(Camera.FIXED, Camera.STEADIED, Camera.FOLLOWING)) {
      assertThat(longestLoss(shots, camera))
          .as("%s, %s", name, camera.mount())
          .isLessThanOrEqualTo(HALF_A_SECOND);
    }
  }

  /**
   * A picture, the same one without the mover, and the mover's place in both.
   *
   * @param top of the mover
   * @param left of it
   */
  private record Shot(RgbImage with, RgbImage without, int top, int left) {}

  private static List<Shot> shots(Disturbance disturbance, Motion motion, int contrast) {
    MovingCamera camera = new MovingCamera(EMPTY, HEIGHT, WIDTH, motion);
    List<Shot> shots = new ArrayList<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      MovingCamera.View view = camera.view(0, frame);
      // It goes over the scene, which goes over the picture.
      int way = (int) Math.round(40 + 1.5 * frame - view.look().x());
      int left = 14 + Math.floorMod(way, WIDTH - 40);
      int top = 60 - (int) Math.round(view.look().y());
      RgbImage without = view.image();
      RgbImage with = new RgbImage(HEIGHT, WIDTH, without.rgb().clone());
      paint(with, top, left, contrast);
      disturbance.apply(with, frame, new Random(frame));
      disturbance.apply(without, frame, new Random(frame));
      shots.add(new Shot(with, without, top, left));
    }
    return shots;
  }

  /** Most frames in a row in which less than half of the mover's contrast is held. */
  private static int longestLoss(List<Shot> shots, Camera camera) {
    SessionOptions options =
        SessionOptions.gates(Gate.ALL_OPEN).withKeyframes(KeyframePolicy.first().withoutCuts());
    int longest = 0;
    int lost = 0;
    try (VideoPredictor<FrameResult> stream = held().open(options, camera)) {
      for (Shot shot : shots) {
        FeatureMap map = stream.next(shot.with()).map(PoseEstimator.HEATMAPS);
        CropWindow window = stream.lastView().window();
        int left = shot.left() - Math.round(window.x());
        int top = shot.top() - Math.round(window.y());
        if (left >= 0 && left + WIDE <= WIDTH && top >= 0 && top + TALL <= HEIGHT) {
          double ground = mean(shot.without(), shot.top(), shot.left());
          double contrast = mean(shot.with(), shot.top(), shot.left()) - ground;
          lost = mean(map, top, left) - ground < 0.5 * contrast ? lost + 1 : 0;
          longest = Math.max(longest, lost);
        }
      }
    }
    return longest;
  }

  private static void paint(RgbImage image, int top, int left, int contrast) {
    for (int y = top; y < top + TALL; y++) {
      for (int x = left; x < left + WIDE; x++) {
        for (int c = 0; c < 3; c++) {
          int index = 3 * (y * WIDTH + x) + c;
          image.rgb()[index] = Disturbance.level((image.rgb()[index] & 0xff) + contrast);
        }
      }
    }
  }

  private static double mean(RgbImage image, int top, int left) {
    double sum = 0;
    for (int y = top; y < top + TALL; y++) {
      for (int x = left; x < left + WIDE; x++) {
        sum += image.get(y, x, 1);
      }
    }
    return sum / (TALL * WIDE);
  }

  private static double mean(FeatureMap map, int top, int left) {
    double sum = 0;
    for (int y = top; y < top + TALL; y++) {
      for (int x = left; x < left + WIDE; x++) {
        sum += map.get(0, y, x);
      }
    }
    return sum / (TALL * WIDE);
  }
}

package org.skipconv.models.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.FrameReport;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.NormGate;
import org.skipconv.gates.Polygon;
import org.skipconv.gates.Regions;
import org.skipconv.models.VideoModel;
import org.skipconv.models.VideoPredictor;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionMetrics;
import org.skipconv.models.detection.DetectionTask;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.scene.MovingCamera.Motion;
import org.skipconv.models.vision.Camera;
import org.skipconv.models.vision.PixelSampler;
import org.skipconv.models.vision.RgbImage;

/** Streams of cameras that move in a known way, from the picture to what is found in it. */
class MovingStreamTest {
  private static final int HEIGHT = 240;
  private static final int WIDTH = 320;
  private static final Scene SCENE =
      Scene.builder()
          .size(300, 840)
          .seed(7)
          .figures(6)
          .vehicles(3)
          .figureHeight(0.3)
          .noise(0.7)
          .build();
  private static final VideoModel<List<Detection>> MODEL =
      DetectionTask.of(EmbeddedDetector.model()).model(EmbeddedDetector.network());
  private static final SessionOptions GATED = SessionOptions.gates(NormGate.input(0.1f));

  private static MovingCamera.View view(Motion motion, int frame) {
    return new MovingCamera(SCENE, HEIGHT, WIDTH, motion).view(60 + frame, frame);
  }

  private static double macs(Motion motion, Camera camera, int frames) {
    double spent = 0;
    double dense = 0;
    try (VideoPredictor<List<Detection>> stream = MODEL.open(GATED, camera)) {
      for (int frame = 0; frame < frames; frame++) {
        stream.next(view(motion, frame).image());
        if (frame > 0) {
          spent += stream.lastReport().macs().spent();
          dense += stream.lastReport().macs().dense();
        }
      }
    }
    return spent / dense;
  }

  private static double precision(Motion motion, Camera camera, int frames) {
    DetectionMetrics metrics = new DetectionMetrics();
    try (VideoPredictor<List<Detection>> stream = MODEL.open(GATED, camera)) {
      for (int frame = 0; frame < frames; frame++) {
        MovingCamera.View view = view(motion, frame);
        metrics.add(stream.next(view.image()), view.truth());
      }
    }
    return metrics.apAt05().orElseThrow();
  }

  private static void assertSameOutputs(SkipNetwork network, FrameResult a, FrameResult b) {
    for (String name : network.outputs().keySet()) {
      assertThat(a.map(name).toArray()).as(name).containsExactly(b.map(name).toArray());
    }
  }

  /** Invariant 12. */
  @ParameterizedTest
  @EnumSource(names = {"JITTER", "WIND", "PAN", "PAN_FAST", "PAN_SWIFT"})
  void withoutThresholdsAFollowedStreamHasTheBitsOfDenseOnTheSameInputs(Motion motion) {
    VideoModel<FrameResult> outputs = MODEL.raw();
    SessionOptions exact =
        SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoPredictor<FrameResult> followed = outputs.open(exact, Camera.FOLLOWING);
        VideoPredictor<FrameResult> dense =
            outputs.open(SessionOptions.dense(), Camera.FOLLOWING)) {
      int moves = 0;
      for (int frame = 0; frame < 14; frame++) {
        RgbImage image = view(motion, frame).image();
        FrameResult found = followed.next(image);
        assertSameOutputs(MODEL.network(), found, dense.next(image));
        moves += followed.lastFrame().moves() ? 1 : 0;
        assertThat(found.report().keyframe()).isEqualTo(frame == 0 || followed.lastFrame().whole());
      }
      assertThat(moves > 0).isEqualTo(motion.name().startsWith("PAN_") || motion == Motion.PAN);
    }
  }

  @Test
  void aFixedStreamIsWhatSamplerAndSessionGive() {
    FloatBuffer nhwc = FloatBuffer.allocate((int) MODEL.network().inputShape().elements());
    PixelSampler sampler = MODEL.place(HEIGHT, WIDTH).sampler(MODEL.normalization());
    // Measured noise is another threshold in a session, which knows no grey levels.
    SessionOptions options = GATED.withInputThreshold(0.05f);
    try (VideoPredictor<FrameResult> fixed = MODEL.raw().open(options);
        VideoPredictor<FrameResult> steadied = MODEL.raw().open(options, Camera.STEADIED);
        var session = MODEL.network().open(options)) {
      for (int frame = 0; frame < 6; frame++) {
        RgbImage image = view(Motion.STILL, frame).image();
        sampler.sample(image, nhwc);
        FrameResult wanted = session.nextNhwc(nhwc);
        FrameResult found = fixed.next(image);
        assertSameOutputs(MODEL.network(), found, wanted);
        assertThat(found.report().macs()).isEqualTo(wanted.report().macs());
        FrameResult still = steadied.next(image);
        assertSameOutputs(MODEL.network(), still, wanted);
        assertThat(still.report().macs()).isEqualTo(wanted.report().macs());
      }
    }
  }

  /** Movers of half the picture's height, and noise of which estimates are off by more than .1. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 4, 12, 16})
  void aSteadiedCameraThatStandsStillChangesNothing(double noise) {
    Scene large =
        Scene.builder().size(300, 840).seed(9).figures(6).vehicles(3).figureHeight(0.55).build();
    MovingCamera still = new MovingCamera(large, HEIGHT, WIDTH, Motion.STILL);
    Disturbance disturbance = Disturbance.noise(noise);
    Random random = new Random(5);
    try (VideoPredictor<FrameResult> fixed = MODEL.raw().open(GATED);
        VideoPredictor<FrameResult> steadied = MODEL.raw().open(GATED, Camera.STEADIED);
        VideoPredictor<FrameResult> followed = MODEL.raw().open(GATED, Camera.FOLLOWING)) {
      for (int frame = 0; frame < 16; frame++) {
        RgbImage image = still.view(60 + frame, frame).image();
        disturbance.apply(image, frame, random);
        FrameResult wanted = fixed.next(image);
        for (VideoPredictor<FrameResult> other : List.of(steadied, followed)) {
          FrameResult found = other.next(image);
          assertSameOutputs(MODEL.network(), found, wanted);
          assertThat(found.report().macs()).isEqualTo(wanted.report().macs());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JITTER", "WALKING"})
  void aSteadiedCameraCostsNearlyWhatAStillOneCosts(Motion motion) {
    double still = macs(Motion.STILL, Camera.FIXED, 12);
    double steadied = macs(motion, Camera.STEADIED, 12);
    double fixed = macs(motion, Camera.FIXED, 12);
    assertThat(steadied).isLessThan(1.4 * still).isLessThan(0.4 * fixed);
  }

  /** It turns from frame 8 on, for 12 frames. */
  @Test
  void aTurnIsComputedWholeUntilTheCameraRests() {
    List<Integer> whole = new ArrayList<>();
    try (VideoPredictor<List<Detection>> stream = MODEL.open(GATED, Camera.FOLLOWING)) {
      for (int frame = 0; frame < 28; frame++) {
        stream.next(view(Motion.PAN_SWIFT, frame).image());
        FrameReport report = stream.lastReport();
        if (stream.lastFrame().whole()) {
          whole.add(frame);
          assertThat(report.macs().spent()).isEqualTo(report.macs().dense());
        } else if (frame > 0) {
          assertThat(report.openShare()).as("frame %d", frame).isLessThan(0.8);
        }
      }
    }
    assertThat(whole).containsExactly(9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
  }

  @Test
  void aFollowedPanCostsLessThanAFixedView() {
    double followed = macs(Motion.PAN, Camera.FOLLOWING, 24);
    double fixed = macs(Motion.PAN, Camera.FIXED, 24);
    assertThat(followed).isLessThan(0.75 * fixed);
  }

  @ParameterizedTest
  @EnumSource(names = {"JITTER", "WALKING", "ROTATION", "PAN", "PAN_SWIFT"})
  void resultsAreInPixelsOfThePicture(Motion motion) {
    double fixed = precision(motion, Camera.FIXED, 16);
    double followed = precision(motion, Camera.FOLLOWING, 16);
    assertThat(followed).isGreaterThan(fixed - 0.03);
  }

  /** Decoders that look at changed pixels alone must be told of moves. */
  @Test
  void detectionsAfterAMoveAreThoseOfAllPixels() {
    try (VideoPredictor<List<Detection>> stream = MODEL.open(GATED, Camera.FOLLOWING)) {
      int moves = 0;
      for (int frame = 0; frame < 30; frame++) {
        List<Detection> found = stream.next(view(Motion.PAN, frame).image());
        assertThat(found).isEqualTo(MODEL.task().decode(stream.lastResult(), stream.lastView()));
        moves += stream.lastFrame().columns() != 0 ? 1 : 0;
      }
      assertThat(moves).isPositive();
    }
  }

  @Test
  void whatIsIgnoredCostsNothingAndIsNotFound() {
    Scene street = Scene.builder().size(HEIGHT, WIDTH).seed(7).figureHeight(0.4).build();
    Regions nothing = Regions.ALL.ignoring(Polygon.rectangle(-1, -1, WIDTH + 2, HEIGHT + 2));
    Regions all = Regions.ALL.only(Polygon.rectangle(-1, -1, WIDTH + 2, HEIGHT + 2));
    try (VideoPredictor<List<Detection>> blind =
            MODEL.open(GATED, Camera.FIXED.withRegions(nothing));
        VideoPredictor<List<Detection>> seeing = MODEL.open(GATED, Camera.FIXED.withRegions(all));
        VideoPredictor<List<Detection>> usual = MODEL.open(GATED)) {
      int objects = 0;
      for (int frame = 0; frame < 5; frame++) {
        RgbImage image = street.frame(60 + 2 * frame).image();
        assertThat(blind.next(image)).isEmpty();
        List<Detection> found = seeing.next(image);
        assertThat(found).isEqualTo(usual.next(image));
        objects += found.size();
        if (frame > 0) {
          assertThat(blind.lastReport().macs().computed()).isZero();
          assertThat(seeing.lastReport().macs().computed()).isPositive();
        }
      }
      assertThat(objects).isPositive();
    }
  }

  @Test
  void aStreamThatIsResetIsANewOne() {
    try (VideoPredictor<List<Detection>> used = MODEL.open(GATED, Camera.FOLLOWING);
        VideoPredictor<List<Detection>> fresh = MODEL.open(GATED, Camera.FOLLOWING)) {
      for (int frame = 0; frame < 10; frame++) {
        used.next(view(Motion.PAN_FAST, frame).image());
      }
      used.reset();
      for (int frame = 0; frame < 6; frame++) {
        RgbImage image = view(Motion.WIND, frame).image();
        assertThat(used.next(image)).isEqualTo(fresh.next(image));
        assertThat(used.lastView().window()).isEqualTo(fresh.lastView().window());
      }
    }
  }
}

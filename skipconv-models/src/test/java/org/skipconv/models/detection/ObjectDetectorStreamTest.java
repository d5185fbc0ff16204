package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.gates.NormGate;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** The trained D0 on a real street scene. */
class ObjectDetectorStreamTest {
  private static final EfficientDet MODEL = EfficientDet.d0();

  private static SkipNetwork network() throws IOException {
    return MODEL.load(TestData.require("weights/efficientdet_d0_512_fp16.safetensors"));
  }

  private static VideoSource video() throws IOException {
    return VideoSource.open(TestData.require("video/vtest.avi"));
  }

  @Test
  void decodingWhatChangedIsDecodingEverything() throws IOException {
    SkipNetwork network = network();
    SessionOptions options = SessionOptions.gates(NormGate.input(0.2f)).withHoldThreshold(0.05f);
    double openShare = 0;
    try (VideoSource video = video();
        ObjectDetector detector = ObjectDetector.open(MODEL, network, options)) {
      video.skip(100);
      for (int frame = 0; frame < 25; frame++) {
        RgbImage picture = video.read();
        if (frame == 20) {
          detector.reset();
        }
        List<Detection> found = detector.next(picture);
        FrameResult result = detector.lastResult();
        assertThat(found)
            .as("frame " + frame)
            .isEqualTo(
                new DetectionDecoder(MODEL.anchors(), DecoderOptions.DEFAULT)
                    .decode(result, picture.height(), picture.width()))
            .isNotEmpty();
        openShare = result.mask("class_net.predict.conv_pw@P3").count() / 4096.0;
      }
    }
    assertThat(openShare).as("of the last frame's classes on P3").isBetween(0.001, 0.5);
  }

  @Test
  void exactModeGivesTheBitsOfTheDensePath() throws IOException {
    SkipNetwork network = network();
    try (VideoSource video = video();
        ObjectDetector dense = ObjectDetector.open(MODEL, network, SessionOptions.dense());
        ObjectDetector exact = ObjectDetector.open(MODEL, network, SessionOptions.exact())) {
      RgbImage picture = new RgbImage(video.height(), video.width());
      for (int frame = 0; frame < 40; frame++) {
        assertThat(video.next(picture)).isTrue();
        assertThat(exact.next(picture)).isEqualTo(dense.next(picture)).isNotEmpty();
        for (String output : network.outputs().keySet()) {
          assertSameBits(
              "frame " + frame + " " + output,
              exact.lastResult().map(output),
              dense.lastResult().map(output));
        }
        assertThat(exact.lastReport().keyframe()).isEqualTo(frame == 0);
      }
    }
  }

  private static void assertSameBits(String what, FeatureMap actual, FeatureMap expected) {
    assertThat(FloatBuffer.wrap(actual.toArray()).mismatch(FloatBuffer.wrap(expected.toArray())))
        .as("first value that differs in " + what)
        .isEqualTo(-1);
  }
}

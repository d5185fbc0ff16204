package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.FrameResult;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.onnx.OnnxOracle;
import org.skipconv.models.vision.Letterbox;
import org.skipconv.models.vision.RgbImage;
import org.skipconv.models.vision.VideoSource;

/** From picture to detections with trained weights, against what PyTorch finds. */
class RealClipsTest {
  private static final EfficientDet MODEL = EfficientDet.d0();

  /** Letterboxed pictures are as wide as the network's input. */
  private static final Map<String, Float> WIDTHS =
      Map.of("vtest.avi", 480f, "one-by-one-person-detection.mp4", 768f);

  private static SkipNetwork network() throws IOException {
    return MODEL.load(TestData.require("weights/efficientdet_d0_512_fp16.safetensors"));
  }

  @Test
  void detectorMeetsTheDetectionsOnExactInputs() throws IOException {
    SkipNetwork network = network();
    try (ObjectDetector detector = ObjectDetector.open(MODEL, network, SessionOptions.dense())) {
      for (GoldenDetections golden : GoldenDetections.exact()) {
        List<Detection> found = detector.next(golden.letterboxed());
        golden.checkRaw(outputs(network, detector.lastResult()), MODEL.anchors());
        golden.checkExactly(inVideoPixels(found, golden));
        detector.reset();
      }
    }
  }

  @Test
  void onnxRuntimeMeetsThemToo() throws IOException {
    SkipNetwork network = network();
    try (OnnxOracle oracle = new OnnxOracle(network)) {
      for (GoldenDetections golden : GoldenDetections.exact()) {
        RgbImage picture = golden.letterboxed();
        Map<String, float[]> outputs = oracle.run(input(picture));
        golden.checkRaw(outputs, MODEL.anchors());
        List<LevelMaps> maps = new ArrayList<>();
        for (Anchors.Level level : MODEL.anchors().levels()) {
          maps.add(
              new LevelMaps(
                  Maps.of(LevelMaps.classShape(level, 90), outputs.get(LevelMaps.className(level))),
                  Maps.of(LevelMaps.boxShape(level), outputs.get(LevelMaps.boxName(level))),
                  null));
        }
        List<Detection> found =
            new DetectionDecoder(MODEL.anchors(), DecoderOptions.DEFAULT)
                .decode(maps, picture.height(), picture.width());
        golden.checkExactly(inVideoPixels(found, golden));
      }
    }
  }

  /** The network's input, NCHW. */
  private static float[] input(RgbImage picture) {
    int pixels = MODEL.height() * MODEL.width();
    FloatBuffer nhwc = FloatBuffer.allocate(3 * pixels);
    new Letterbox(picture.height(), picture.width(), MODEL.height(), MODEL.width())
        .sampler(MODEL.normalization())
        .sample(picture, nhwc);
    float[] nchw = new float[3 * pixels];
    for (int i = 0; i < nchw.length; i++) {
      nchw[i % 3 * pixels + i / 3] = nhwc.get(i);
    }
    return nchw;
  }

  private static Map<String, float[]> outputs(SkipNetwork network, FrameResult result) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    network.outputs().keySet().forEach(name -> outputs.put(name, result.map(name).toArray()));
    return outputs;
  }

  private static List<Detection> inVideoPixels(List<Detection> found, GoldenDetections golden) {
    float scale = WIDTHS.get(golden.video) / MODEL.width();
    return found.stream()
        .map(d -> Detection.of(scaled(d.box(), scale), d.classId(), d.score()))
        .toList();
  }

  private static Box scaled(Box box, float scale) {
    return new Box(box.x1() * scale, box.y1() * scale, box.x2() * scale, box.y2() * scale);
  }

  /**
   * Video decoders differ by a few grey levels, and so do scores: those near 0.3 may be missing.
   */
  @ParameterizedTest
  @CsvSource({"vtest.avi, 30", "vtest.avi, 700", "one-by-one-person-detection.mp4, 1262"})
  void meetsTheDetectionsOnDecodedVideo(String file, int first) throws IOException {
    List<GoldenDetections> passage =
        GoldenDetections.all().stream()
            .filter(golden -> golden.video.equals(file))
            .filter(golden -> golden.frame >= first && golden.frame < first + 10)
            .toList();
    assertThat(passage).hasSize(10);
    try (VideoSource video = VideoSource.open(TestData.require("video/" + file));
        ObjectDetector detector = ObjectDetector.open(MODEL, network(), SessionOptions.dense())) {
      video.skip(first);
      for (GoldenDetections golden : passage) {
        assertThat(video.position()).isEqualTo(golden.frame);
        List<Detection> found = detector.next(video.read());
        assertFound(golden + " golden", golden.detections, found);
        assertFound(golden + " ours", found, golden.detections);
      }
    }
  }

  private static void assertFound(String what, List<Detection> expected, List<Detection> found) {
    for (Detection detection : expected) {
      if (detection.score() >= 0.35) {
        assertThat(found)
            .as(what)
            .anySatisfy(
                other -> {
                  assertThat(other.classId()).isEqualTo(detection.classId());
                  assertThat(other.box().iou(detection.box())).isGreaterThanOrEqualTo(0.95);
                  assertThat((double) other.score())
                      .isBetween(detection.score() - 0.02, detection.score() + 0.02);
                });
      }
    }
  }
}

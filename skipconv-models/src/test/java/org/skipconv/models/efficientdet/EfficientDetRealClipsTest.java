package org.skipconv.models.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.detection.DecoderOptions;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.DetectionDecoder;
import org.skipconv.models.detection.LevelMaps;
import org.skipconv.models.detection.Maps;
import org.skipconv.models.onnx.OnnxOracle;

/**
 * From picture to detections with trained weights: the network is computed by ONNX Runtime, the
 * results of comparison by PyTorch.
 */
class EfficientDetRealClipsTest {
  private static final double RELATIVE = 1e-5;
  private static final EfficientDet MODEL = EfficientDet.d0();
  private static final Map<String, int[]> FRAME_SIZES =
      Map.of(
          "vtest.avi", new int[] {360, 480},
          "one-by-one-person-detection.mp4", new int[] {432, 768});

  @Test
  void meetsTheDetectionsOnExactInputs() throws IOException {
    SkipNetwork network =
        MODEL.load(TestData.require("weights/efficientdet_d0_512_fp16.safetensors"));
    int places = 0;
    try (OnnxOracle oracle = new OnnxOracle(network)) {
      for (JsonElement element : golden().getAsJsonArray("frames")) {
        JsonObject frame = element.getAsJsonObject();
        if (frame.has("letterbox_png")) {
          check(frame, oracle.run(input(frame.get("letterbox_png").getAsString())));
          places++;
        }
      }
    }
    assertThat(places).isEqualTo(3);
  }

  private static void check(JsonObject frame, Map<String, float[]> outputs) {
    String place = frame.get("video").getAsString() + " " + frame.get("frame").getAsInt();
    List<LevelMaps> maps = new ArrayList<>();
    for (Anchors.Level level : MODEL.anchors().levels()) {
      float[] classes = outputs.get("class." + level.name());
      float[] boxes = outputs.get("box." + level.name());
      checkRaw(
          place + " " + level.name(),
          frame.getAsJsonObject("raw_outputs").getAsJsonObject(level.name()),
          Map.of("class", classes, "box", boxes),
          level);
      maps.add(
          new LevelMaps(
              Maps.of(new Shape(810, level.height(), level.width()), classes),
              Maps.of(new Shape(36, level.height(), level.width()), boxes),
              null));
    }
    int[] size = FRAME_SIZES.get(frame.get("video").getAsString());
    List<Detection> found =
        new DetectionDecoder(MODEL.anchors(), DecoderOptions.DEFAULT)
            .decode(maps, size[0], size[1]);
    checkDetections(place, frame.getAsJsonArray("detections"), found);
  }

  private static void checkRaw(
      String place, JsonObject raw, Map<String, float[]> maps, Anchors.Level level) {
    float[] classes = maps.get("class");
    int argmax = 0;
    for (int i = 1; i < classes.length; i++) {
      argmax = classes[i] > classes[argmax] ? i : argmax;
    }
    assertThat(argmax).as(place).isEqualTo(raw.get("class_argmax").getAsInt());
    assertClose(place + " class_max", classes, classes[argmax], raw.get("class_max"));
    assertClose(place + " box_mean", maps.get("box"), mean(maps.get("box")), raw.get("box_mean"));
    for (JsonElement element : raw.getAsJsonArray("points")) {
      JsonArray at = element.getAsJsonArray().get(0).getAsJsonArray();
      float[] map = maps.get(at.get(0).getAsString());
      int row = at.get(1).getAsInt() * level.height() + at.get(2).getAsInt();
      float actual = map[row * level.width() + at.get(3).getAsInt()];
      assertClose(place + " " + at, map, actual, element.getAsJsonArray().get(1));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** To within a share of the map's largest value. */
  private static void assertClose(String what, float[] map, double actual, JsonElement expected) {
    double largest = 0;
    for (float value : map) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).as(what).isCloseTo(expected.getAsDouble(), within(RELATIVE * largest));
  }

  private static void checkDetections(String place, JsonArray expected, List<Detection> found) {
    assertThat(found).as(place).hasSize(expected.size());
    for (int i = 0; i < found.size(); i++) {
      JsonObject detection = expected.get(i).getAsJsonObject();
      Detection actual = found.get(i);
      assertThat(actual.classId()).as(place).isEqualTo(detection.get("coco_id").getAsInt());
      assertThat((double) actual.score())
          .as(place)
          .isCloseTo(detection.get("score").getAsDouble(), within(1e-4));
      JsonArray box = detection.getAsJsonArray("box");
      float[] edges = {actual.x1(), actual.y1(), actual.x2(), actual.y2()};
      for (int edge = 0; edge < edges.length; edge++) {
        assertThat((double) edges[edge])
            .as(place + " " + actual)
            .isCloseTo(box.get(edge).getAsDouble(), within(0.01));
      }
    }
  }

  /** The network's input from a picture that has its scale already: 0 around it. */
  private static float[] input(String png) throws IOException {
    BufferedImage image = ImageIO.read(TestData.require("images/exact-inputs/" + png).toFile());
    List<Float> mean = MODEL.normalization().mean();
    List<Float> deviation = MODEL.normalization().std();
    float[] input = new float[3 * MODEL.height() * MODEL.width()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          int value = rgb >> (16 - 8 * c) & 255;
          input[(c * MODEL.height() + y) * MODEL.width() + x] =
              (value - 255 * mean.get(c)) / (255 * deviation.get(c));
        }
      }
    }
    return input;
  }

  private static JsonObject golden() throws IOException {
    try (Reader reader =
        Files.newBufferedReader(TestData.require("golden/efficientdet_d0_real_clips.json"))) {
      return new Gson().fromJson(reader, JsonObject.class);
    }
  }
}

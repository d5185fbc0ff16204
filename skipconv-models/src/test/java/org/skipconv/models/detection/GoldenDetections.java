package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.vision.RgbImage;

/** What PyTorch finds with the trained D0 in a frame of a real video. */
final class GoldenDetections {
  private static final double RELATIVE = 1e-5;

  final String video;
  final int frame;

  /** Best first, in pixels of the video; scores of at least 0.3. */
  final List<Detection> detections = new ArrayList<>();

  private final JsonObject json;

  private GoldenDetections(JsonObject json) {
    this.json = json;
    this.video = json.get("video").getAsString();
    this.frame = json.get("frame").getAsInt();
    for (JsonElement element : json.getAsJsonArray("detections")) {
      JsonObject detection = element.getAsJsonObject();
      JsonArray box = detection.getAsJsonArray("box");
      detections.add(
          Detection.of(
              new Box(edge(box, 0), edge(box, 1), edge(box, 2), edge(box, 3)),
              detection.get("coco_id").getAsInt(),
              detection.get("score").getAsFloat()));
    }
  }

  private static float edge(JsonArray box, int edge) {
    return box.get(edge).getAsFloat();
  }

  /** All frames. */
  static List<GoldenDetections> all() throws IOException {
    try (Reader reader =
        Files.newBufferedReader(TestData.require("golden/efficientdet_d0_real_clips.json"))) {
      List<GoldenDetections> frames = new ArrayList<>();
      for (JsonElement frame :
          new Gson().fromJson(reader, JsonObject.class).getAsJsonArray("frames")) {
        frames.add(new GoldenDetections(frame.getAsJsonObject()));
      }
      return frames;
    }
  }

  /** The frames of which the very input and raw outputs are known. */
  static List<GoldenDetections> exact() throws IOException {
    List<GoldenDetections> exact =
        all().stream().filter(golden -> golden.json.has("letterbox_png")).toList();
    assertThat(exact).hasSize(3);
    return exact;
  }

  /** The picture in the network's scale, before the padding. */
  RgbImage letterboxed() throws IOException {
    String png = json.get("letterbox_png").getAsString();
    return RgbImage.read(TestData.require("images/exact-inputs/" + png));
  }

  /** Compares the known values of {@code class.P3} and {@code box.P3} and so on, NCHW. */
  void checkRaw(Map<String, float[]> outputs, Anchors anchors) {
    for (Anchors.Level level : anchors.levels()) {
      JsonObject raw = json.getAsJsonObject("raw_outputs").getAsJsonObject(level.name());
      Map<String, float[]> maps =
          Map.of(
              "class", outputs.get("class." + level.name()),
              "box", outputs.get("box." + level.name()));
      float[] classes = maps.get("class");
      int argmax = argmax(classes);
      assertThat(argmax).as(toString()).isEqualTo(raw.get("class_argmax").getAsInt());
      assertClose("class_max", classes, classes[argmax], raw.get("class_max"));
      assertClose("box_mean", maps.get("box"), mean(maps.get("box")), raw.get("box_mean"));
      for (JsonElement element : raw.getAsJsonArray("points")) {
        JsonArray at = element.getAsJsonArray().get(0).getAsJsonArray();
        float[] map = maps.get(at.get(0).getAsString());
        int row = at.get(1).getAsInt() * level.height() + at.get(2).getAsInt();
        float actual = map[row * level.width() + at.get(3).getAsInt()];
        assertClose(level.name() + at, map, actual, element.getAsJsonArray().get(1));
      }
    }
  }

  private static int argmax(float[] values) {
    int argmax = 0;
    for (int i = 1; i < values.length; i++) {
      argmax = values[i] > values[argmax] ? i : argmax;
    }
    return argmax;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** To within a share of the map's largest value. */
  private void assertClose(String what, float[] map, double actual, JsonElement expected) {
    double largest = 0;
    for (float value : map) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual)
        .as(this + " " + what)
        .isCloseTo(expected.getAsDouble(), within(RELATIVE * largest));
  }

  /** The same objects in the same order, as far as the golden numbers have digits. */
  void checkExactly(List<Detection> found) {
    assertThat(found).as(toString()).hasSameSizeAs(detections);
    for (int i = 0; i < found.size(); i++) {
      Detection actual = found.get(i);
      Detection expected = detections.get(i);
      assertThat(actual.classId()).as(toString()).isEqualTo(expected.classId());
      assertThat(actual.score()).as(toString()).isCloseTo(expected.score(), within(1e-4f));
      assertThat(edges(actual)).as(toString()).containsExactly(edges(expected), within(0.01f));
    }
  }

  private static float[] edges(Detection d) {
    return new float[] {d.x1(), d.y1(), d.x2(), d.y2()};
  }

  @Override
  public String toString() {
    return video + " " + frame;
  }
}

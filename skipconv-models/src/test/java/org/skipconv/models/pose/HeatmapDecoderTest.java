package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.FeatureMap;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.detection.Maps;
import org.skipconv.models.vision.CropWindow;

class HeatmapDecoderTest {
  private static final JointSet ONE = new JointSet("one", List.of("joint"), List.of());

  /** Heatmap pixels are picture pixels. */
  private static CropWindow same(int height, int width) {
    return new CropWindow(0, 0, width, height);
  }

  private static Joint decodeOne(float[] map, int height, int width) {
    return new HeatmapDecoder(ONE, same(height, width)).decode(map, height, width).joints().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, 3.25, 3.25", // inside: a quarter towards the larger neighbours
    "1, 3, 1, 3", // 1 is too near to the left edge, for both axes
    "3, 1, 3, 1",
    "2, 2, 2.25, 2.25",
    "6, 3, 6.25, 3.25", // but width - 2 is not too near to the right
    "3, 4, 3.25, 4.25",
    "7, 3, 7, 3",
    "3, 5, 3, 5",
    "0, 0, 0, 0"
  })
  void shiftsByAQuarterInsideOnly(int x, int y, float expectedX, float expectedY) {
    int height = 6;
    int width = 8;
    float[] map = new float[height * width];
    for (int i = 0; i < map.length; i++) {
      map[i] = 0.001f * i; // rises to the right and downwards
    }
    map[y * width + x] = 0.9f;

    Joint joint = decodeOne(map, height, width);

    assertThat(joint).isEqualTo(new Joint("joint", expectedX, expectedY, 0.9f));
  }

  @Test
  void shiftsDownAndNotAtAll() {
    float[] map = new float[36];
    Arrays.fill(map, 0.1f);
    map[3 * 6 + 3] = 1;
    map[3 * 6 + 2] = 0.5f; // left is larger; above and below are equal

    assertThat(decodeOne(map, 6, 6)).isEqualTo(new Joint("joint", 2.75f, 3, 1));
  }

  @Test
  void takesTheFirstMaximumRowByRow() {
    float[] map = new float[36];
    map[4 * 6 + 1] = 0.5f;
    map[1 * 6 + 4] = 0.5f;
    map[5 * 6 + 5] = 0.5f;

    assertThat(decodeOne(map, 6, 6)).isEqualTo(new Joint("joint", 4, 1, 0.5f));
  }

  @ParameterizedTest
  @CsvSource({"0", "-0.25"})
  void putsAJointWithoutEvidenceAtTheWindowsCorner(float maximum) {
    float[] map = new float[36];
    Arrays.fill(map, maximum - 1);
    map[3 * 6 + 3] = maximum;
    CropWindow window = new CropWindow(10, -20, 60, 60);

    Joint joint = new HeatmapDecoder(ONE, window).decode(map, 6, 6).joints().get(0);

    assertThat(joint).isEqualTo(new Joint("joint", 10, -20, maximum));
  }

  @Test
  void mapsThroughTheWindowOnBothAxes() {
    float[] map = new float[64 * 48];
    map[16 * 48 + 24] = 1;
    // Neighbours are equal: the joint lies at (24, 16) of 48 x 64.
    CropWindow window = new CropWindow(100, 50, 96, 640);

    Joint joint = new HeatmapDecoder(ONE, window).decode(map, 64, 48).joints().get(0);

    assertThat(joint).isEqualTo(new Joint("joint", 148, 210, 1));
  }

  @Test
  void readsAFeatureMapAsAnArray() {
    int height = 5;
    int width = 7;
    Shape shape = new Shape(15, height, width);
    float[] values = new float[Math.toIntExact(shape.elements())];
    Random random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    FeatureMap map = Maps.of(shape, values);
    HeatmapDecoder decoder = new HeatmapDecoder(JointSet.JHMDB_15, same(height, width));

    Pose pose = decoder.decode(map);

    assertThat(pose).isEqualTo(decoder.decode(map.toArray(), height, width));
    assertThat(pose.joints()).allMatch(joint -> joint.score() < 1);
    assertThat(pose.joint("neck").score()).isEqualTo(maximum(map, 0));
  }

  private static float maximum(FeatureMap map, int channel) {
    float maximum = 0;
    for (int y = 0; y < map.shape().height(); y++) {
      for (int x = 0; x < map.shape().width(); x++) {
        maximum = Math.max(maximum, map.get(channel, y, x));
      }
    }
    return maximum;
  }

  @Test
  void forgetsTheFrameBefore() {
    HeatmapDecoder decoder = new HeatmapDecoder(ONE, same(6, 6));
    float[] high = new float[36];
    high[20] = 1;
    float[] low = new float[36];
    low[3] = 0.1f;
    decoder.decode(high, 6, 6);

    assertThat(decoder.decode(low, 6, 6).joints().get(0)).isEqualTo(new Joint("joint", 3, 0, 0.1f));
  }

  @Test
  void givesTheGoldenJointsBack() throws IOException {
    String text = Files.readString(TestData.require("golden/hrnet_w32_real_clip.json"));
    JsonArray frames = JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("frames");
    assertThat(frames).hasSize(40);
    for (JsonElement element : frames) {
      JsonObject frame = element.getAsJsonObject();
      float[] w = floats(frame.getAsJsonArray("window"));
      JsonArray joints = frame.getAsJsonArray("student");
      HeatmapDecoder decoder =
          new HeatmapDecoder(JointSet.COCO_17, new CropWindow(w[0], w[1], w[2], w[3]));

      Pose pose = decoder.decode(heatmaps(joints, w), 64, 48);

      for (int i = 0; i < 17; i++) {
        float[] expected = floats(joints.get(i).getAsJsonArray());
        // The golden file rounds to a thousandth.
        assertThat(pose.joints().get(i).x()).isEqualTo(expected[0], within(1e-3f));
        assertThat(pose.joints().get(i).y()).isEqualTo(expected[1], within(1e-3f));
        assertThat(pose.joints().get(i).score()).isEqualTo(expected[2]);
      }
    }
  }

  /** Maps that have these joints, by the inverse of the published mapping. */
  private static float[] heatmaps(JsonArray joints, float[] window) {
    float[] maps = new float[17 * 64 * 48];
    double r = 48 / (double) window[2];
    for (int i = 0; i < 17; i++) {
      float[] joint = floats(joints.get(i).getAsJsonArray());
      double u = (joint[0] - (window[0] + window[2] / 2)) * r + 24;
      double v = (joint[1] - (window[1] + window[3] / 2)) * r + 32;
      int x = (int) Math.round(u);
      int y = (int) Math.round(v);
      int at = (i * 64 + y) * 48 + x;
      maps[at] = joint[2];
      // Only a quarter is possible in between, so that a wrong window does not pass.
      assertThat(Math.abs(u - x)).satisfiesAnyOf(d -> near(d, 0), d -> near(d, 0.25));
      assertThat(Math.abs(v - y)).satisfiesAnyOf(d -> near(d, 0), d -> near(d, 0.25));
      maps[at + 1] = u > x + 0.1 ? joint[2] / 2 : 0;
      maps[at - 1] = u < x - 0.1 ? joint[2] / 2 : 0;
      maps[at + 48] = v > y + 0.1 ? joint[2] / 2 : 0;
      maps[at - 48] = v < y - 0.1 ? joint[2] / 2 : 0;
    }
    return maps;
  }

  private static void near(double value, double expected) {
    assertThat(value).isEqualTo(expected, within(1e-3));
  }

  private static float[] floats(JsonArray array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsFloat();
    }
    return values;
  }

  @Test
  void refusesMapsThatDoNotFit() {
    HeatmapDecoder decoder = new HeatmapDecoder(JointSet.COCO_17, same(4, 4));
    assertThatThrownBy(() -> decoder.decode(new float[16 * 16], 4, 4))
        .hasMessageContaining("17 joints")
        .hasMessageContaining("16 heatmaps");
    assertThatThrownBy(() -> decoder.decode(new float[17], 4, 4)).hasMessageContaining("4x4");
  }
}

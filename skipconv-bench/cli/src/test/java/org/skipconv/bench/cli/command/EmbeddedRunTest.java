package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.models.scene.Scene;

/** What the networks that are part of the library find in generated scenes, and how well. */
class EmbeddedRunTest {
  @TempDir private Path folder;

  @Test
  void findsThePersonOfTheSceneOnBothPaths() throws IOException {
    Path json = folder.resolve("report.json");
    Ran ran =
        Ran.of(
            "run",
            "--gate=input-norm",
            "--no-progress",
            "--start=40",
            "--frames=30",
            "--out=" + folder.resolve("out"),
            "--json=" + json);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("embedded, trained on generated scenes", "against the truth");
    JsonObject report = Ran.json(json);
    assertThat(report.get("trained").getAsBoolean()).isTrue();
    JsonObject agreement = report.getAsJsonObject("agreement");
    assertThat(agreement.get("truePckAt01Dense").getAsDouble()).isGreaterThan(0.97);
    assertThat(agreement.get("truePckAt01Skip").getAsDouble()).isGreaterThan(0.96);
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(1.5);
  }

  @Test
  void findsThePeopleAndCarsOfTheStreetOnBothPaths() throws IOException {
    Path json = folder.resolve("report.json");
    Ran ran =
        Ran.of(
            "run",
            "--model=efficientdet-tiny",
            "--threshold=0.1",
            "--no-progress",
            "--start=100",
            "--frames=20",
            "--out=" + folder.resolve("out"),
            "--json=" + json);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("embedded, trained on generated scenes", "AP at IoU 0.5");
    JsonObject report = Ran.json(json);
    assertThat(report.get("trained").getAsBoolean()).isTrue();
    JsonObject accuracy = report.getAsJsonObject("accuracy");
    assertThat(accuracy.get("labels").getAsString()).isEqualTo("the generated scene");
    assertThat(accuracy.get("frames").getAsInt()).isEqualTo(20);
    double dense = accuracy.getAsJsonObject("dense").get("apAt05").getAsDouble();
    double skip = accuracy.getAsJsonObject("skip").get("apAt05").getAsDouble();
    assertThat(dense).isGreaterThan(0.8);
    assertThat(skip).isCloseTo(dense, within(0.05));
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(1.5);
  }

  /** The weights with trained thresholds are part of the library, too. */
  @ParameterizedTest
  @CsvSource({"hrnet_w18_small_v1, 4, 0.93, ''", "skipconv_efficientdet_tiny, 4, 0.7, tiny"})
  void trainedThresholdsNeedNoFile(String network, double ratio, double least, String tiny)
      throws IOException {
    Path json = folder.resolve("report.json");
    Path results = folder.resolve("results.jsonl");
    List<String> args = new ArrayList<>(List.of("run", "--no-progress", "--results=" + results));
    args.addAll(List.of("--start=100", "--frames=30", "--out=" + folder.resolve("out")));
    args.add("--json=" + json);
    if (!tiny.isEmpty()) {
      args.add("--model=efficientdet-tiny");
    }
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("trained on generated scenes with its gates", "plan of the embedded weights");
    JsonObject report = Ran.json(json);
    assertThat(report.get("macRatio").getAsDouble()).as(network).isGreaterThan(ratio);
    double right =
        tiny.isEmpty()
            ? report.getAsJsonObject("agreement").get("truePckAt01Skip").getAsDouble()
            : report
                .getAsJsonObject("accuracy")
                .getAsJsonObject("skip")
                .get("apAt05")
                .getAsDouble();
    assertThat(right).isGreaterThan(least);
    requireResults(results, tiny.isEmpty());
  }

  /** Another size is another network, which nobody trained. */
  @Test
  void aSizeAsksForGeneratedWeights() {
    Ran ran =
        Ran.of(
            "compare",
            "--model=efficientdet-tiny",
            "--size=96x96",
            "--no-progress",
            "--warm-up=0",
            "--frames=2");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("untrained").doesNotContain("AP at IoU");
  }

  /** A still folder of pictures: what is printed must not look like an achievement. */
  @Test
  void saysWhatWouldMislead() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < 6; i++) {
      Scene.builder().size(96, 128).build().frame(0).image().write(pictures.resolve(i + ".png"));
    }
    Ran ran =
        Ran.of(
            "run",
            "--no-progress",
            "--input=" + pictures,
            "--crop=0,0,128,96",
            "--out=" + folder.resolve("out"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("this network was trained on drawn scenes only")
        .contains("the crop is 1.33 times as wide as high, the input 0.80 times")
        .contains("nearly nothing moved in these frames");
    Ran scene =
        Ran.of(
            "run", "--no-progress", "--start=40", "--frames=4", "--out=" + folder.resolve("scene"));
    assertThat(scene.out()).doesNotContain("note:").contains("factors of 4 frames say little");
  }

  /** One line a frame, what is found in pixels of the picture. */
  private static void requireResults(Path results, boolean poses) throws IOException {
    List<String> lines = Files.readAllLines(results);
    assertThat(lines).hasSize(30);
    int found = 0;
    for (int i = 0; i < lines.size(); i++) {
      JsonObject frame = JsonParser.parseString(lines.get(i)).getAsJsonObject();
      assertThat(frame.get("frame").getAsInt()).isEqualTo(100 + i);
      assertThat(frame.get("time").getAsDouble()).isPositive();
      for (JsonElement one : frame.getAsJsonArray("annotations")) {
        JsonObject annotation = one.getAsJsonObject();
        assertThat(annotation.get("score").getAsDouble()).isBetween(0.2, 1.5);
        assertThat(annotation.get("category").getAsString()).isIn("person", "bicycle", "car");
        JsonArray numbers = annotation.getAsJsonArray(poses ? "keypoints" : "bbox");
        assertThat(numbers).hasSize(poses ? 3 * 17 : 4);
        found++;
      }
    }
    assertThat(found).isPositive();
  }
}

package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.TestData;

/** EfficientDet, end to end on a few frames. */
class DetectionCommandTest {
  @TempDir private Path folder;

  private JsonObject report(String command, String... more) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> args = new ArrayList<>(List.of(command, "--no-progress", "--json", "" + json));
    args.addAll(List.of(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return Ran.json(json);
  }

  private String[] seeded(String... more) {
    List<String> args = new ArrayList<>(List.of("--model", "efficientdet-lite0"));
    args.addAll(List.of("--size", "96x128", "--start", "40", "--frames", "4"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void comparesGeneratedWeights() throws IOException {
    JsonObject report = report("compare", seeded("--warm-up", "0"));
    assertThat(report.get("model").getAsString()).isEqualTo("efficientdet-lite0");
    assertThat(report.get("size").getAsString()).isEqualTo("96x128");
    assertThat(report.get("crop").getAsString()).as("twice the input").contains("256");
    assertThat(report.get("accuracy").isJsonNull()).isTrue();
    JsonObject agreement = report.getAsJsonObject("agreement");
    for (String field : List.of("pckAt005", "pckAt02", "apAt05", "ap")) {
      assertThat(agreement.get(field).isJsonNull()).as(field).isTrue();
    }
    assertThat(agreement.get("meanAbsError").getAsDouble()).isPositive();
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(1);
  }

  @Test
  void runsGeneratedWeights() throws IOException {
    Path out = folder.resolve("out");
    report("run", seeded("--out", out.toString()));
    assertThat(out.resolve("annotated.mp4")).isNotEmptyFile();
    assertThat(out.resolve("cost.png")).isNotEmptyFile();
  }

  /** The first frame has labels, too: it counts there, and in the agreement it does not. */
  @Test
  void trainedNetworkByLabels() throws IOException {
    Path truth = TestData.require("labels/vtest_gt.txt");
    Path out = folder.resolve("out");
    JsonObject report =
        report(
            "run",
            "--model",
            "efficientdet-d0",
            "--weights",
            TestData.require("weights/efficientdet_d0_512_fp16.safetensors").toString(),
            "--input",
            TestData.require("video/vtest.avi").toString(),
            "--start",
            "66",
            "--frames",
            "4",
            "--labels",
            truth.toString(),
            "--out",
            out.toString());
    JsonObject accuracy = report.getAsJsonObject("accuracy");
    assertThat(accuracy.get("labels").getAsString()).isEqualTo(truth.toString());
    assertThat(accuracy.get("frames").getAsInt()).as("66, 67 and 68 of 66 to 69").isEqualTo(3);
    for (String measure : List.of("apAt05", "ap")) {
      double dense = accuracy.getAsJsonObject("dense").get(measure).getAsDouble();
      double skip = accuracy.getAsJsonObject("skip").get(measure).getAsDouble();
      assertThat(dense).isBetween(0.3, 0.9999);
      assertThat(skip).isCloseTo(dense, within(0.05));
    }
    JsonObject agreement = report.getAsJsonObject("agreement");
    assertThat(agreement.get("apAt05").getAsDouble()).isGreaterThan(0.98);
    assertThat(agreement.get("ap").getAsDouble()).isBetween(0.9, 1.0);
    assertThat(agreement.get("pckAt005").isJsonNull()).isTrue();
    try (var files = Files.list(out)) {
      assertThat(files.filter(file -> file.toString().endsWith(".png")).count()).isPositive();
    }
  }
}

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.bench.cli.footage.SceneFootage;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.testing.TestData;

/** The comparison, end to end on a few small frames. */
class CompareCommandTest {
  @TempDir private Path folder;

  private JsonObject compare(String... more) throws IOException {
    Path json = folder.resolve("report.json");
    List<String> args = new ArrayList<>(List.of("compare", "--no-progress", "--warm-up", "0"));
    args.addAll(List.of(more));
    args.addAll(List.of("--json", json.toString()));
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("ONNX Runtime", " × as fast as dense");
    return Ran.json(json);
  }

  private static double number(JsonObject report, String path) {
    JsonObject at = report;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      at = at.getAsJsonObject(names[i]);
    }
    return at.get(names[names.length - 1]).getAsDouble();
  }

  /** With one thread frame by frame, with more in turns: here more frames than one turn has. */
  @ParameterizedTest
  @CsvSource({"1, 1, --threads 1", "2, 16, --threads 2", "1, 8, --threads 1 --turn 8"})
  void figuresFitTogether(int threads, int turn, String more) throws IOException {
    JsonObject report =
        compare(("--size 64x64 --start 30 --frames 20 --passes 2 " + more).split(" ", -1));
    assertThat(number(report, "frames")).isEqualTo(20);
    assertThat(number(report, "threads")).isEqualTo(threads);
    assertThat(number(report, "turn")).isEqualTo(turn);
    assertThat(number(report, "macRatio"))
        .isEqualTo(
            number(report, "denseMacsPerFrame") / number(report, "macsPerFrame"), within(1e-9));
    assertThat(number(report, "openShare"))
        .isEqualTo(
            (number(report, "macsPerFrame") - number(report, "gateMacsPerFrame"))
                / number(report, "denseMacsPerFrame"),
            within(1e-9));
    for (String peer : List.of("dense", "onnxruntime")) {
      String speedup = "speedup.vs" + (peer.equals("dense") ? "Dense" : "Onnxruntime");
      assertThat(number(report, speedup))
          .isEqualTo(
              number(report, "msPerFrame." + peer + ".mean")
                  / number(report, "msPerFrame.skip.mean"),
              within(1e-9));
      assertThat(number(report, speedup + "Least")).isPositive();
      assertThat(number(report, "msPerFrame." + peer + ".p95"))
          .isGreaterThanOrEqualTo(number(report, "msPerFrame." + peer + ".median"));
    }
  }

  @Test
  void readsAFolderOfPicturesAndDrawsAPlot() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int i = 0; i < 5; i++) {
      SceneFootage.standard(new Size(64, 64))
          .scene()
          .frame(40 + i)
          .image()
          .write(pictures.resolve("picture" + i + ".png"));
    }
    Path out = folder.resolve("plots");
    JsonObject fromFolder =
        compare("--size", "64x64", "--input", pictures.toString(), "--out", out.toString());
    JsonObject generated = compare("--size", "64x64", "--start", "40", "--frames", "5");
    assertThat(number(fromFolder, "frames")).isEqualTo(5);
    assertThat(number(fromFolder, "macsPerFrame")).isEqualTo(number(generated, "macsPerFrame"));
    assertThat(out.resolve("cost.png")).isNotEmptyFile();
  }

  @Test
  void trainedNetworkOnTheRealClip() throws IOException {
    JsonObject report =
        compare(
            "--weights",
            TestData.require("weights/hrnet_w32_256x192_fp16.safetensors").toString(),
            "--input",
            TestData.require("video/one-by-one-person-detection.mp4").toString(),
            "--start",
            "1080",
            "--frames",
            "8",
            "--crop",
            "274,-48,360,480");
    assertThat(report.get("model").getAsString()).isEqualTo("hrnet-w32");
    assertThat(number(report, "denseMacsPerFrame")).isEqualTo(7_645_003_776.0);
    assertThat(number(report, "macRatio")).isGreaterThan(4);
    assertThat(number(report, "agreement.pckAt02")).isEqualTo(1);
    assertThat(number(report, "agreement.pckAt005")).isGreaterThanOrEqualTo(0.98);
  }
}

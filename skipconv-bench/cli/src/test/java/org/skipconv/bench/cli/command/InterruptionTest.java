package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.vision.VideoSource;

/** Ctrl-C ends a command with what it has so far. */
@EnabledOnOs(OS.LINUX)
class InterruptionTest {
  @TempDir private Path folder;

  @Test
  void runEndsWithAVideoThatPlaysAndFigures() throws Exception {
    Path out = folder.resolve("out");
    Path results = folder.resolve("poses.jsonl");
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("frames: "),
            "run",
            "--frames=2000",
            "--out=" + out,
            "--results=" + results);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out())
        .contains("MACs", "ms, median", "2000 were asked for", "written to " + out);
    int frames = requireWholeLines(results);
    assertThat(frames).isBetween(200, 1999);
    assertThat(run.out()).contains("frames 0 to " + (frames - 1) + " of synthetic");
    try (VideoSource video = VideoSource.open(out.resolve("annotated.mp4"))) {
      assertThat(video.skip(2000)).isEqualTo(frames);
    }
    assertThat(out.resolve("cost.png")).isNotEmptyFile();
  }

  private static int requireWholeLines(Path results) throws IOException {
    assertThat(Files.readString(results)).endsWith("}\n");
    List<String> lines = Files.readAllLines(results);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(JsonParser.parseString(lines.get(i)).getAsJsonObject().get("frame").getAsInt())
          .isEqualTo(i);
    }
    return lines.size();
  }

  @Test
  void calibrateEndsWithTheBestPlanSoFar() throws Exception {
    Path plan = folder.resolve("plan.json");
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("sensitivities: "),
            "calibrate",
            "--frames=80",
            "--tolerance=0.05",
            "--out=" + plan);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out())
        .as(run.err())
        .contains("this is the best that was found so far", "written: " + plan);
    assertThat(GatePlan.read(plan).network()).isEqualTo("hrnet_w18_small_v1");
    assertThat(folder.resolve("plan.png")).isNotEmptyFile();
  }

  @Test
  void compareEndsWithTheFramesThatWereTimed() throws Exception {
    Path json = folder.resolve("compare.json");
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("timing: "),
            "compare",
            "--frames=300",
            "--passes=20",
            "--warm-up=0",
            "--json=" + json,
            "--out=" + folder.resolve("out"));
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out()).as(run.err()).contains("frames 0 to 299", "ONNX Runtime", "ms, median");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.get("passes").getAsInt()).isBetween(1, 19);
    assertThat(folder.resolve("out").resolve("cost.png")).isNotEmptyFile();
  }
}

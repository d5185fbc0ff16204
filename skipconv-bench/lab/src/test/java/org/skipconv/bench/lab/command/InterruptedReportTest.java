package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.EndedProgram;
import org.skipconv.bench.cli.command.Ran;

/** Ctrl-C ends a report with the parts that were measured. */
@EnabledOnOs(OS.LINUX)
class InterruptedReportTest {
  @TempDir private Path folder;

  @Test
  void endsWithThePartsSoFar() throws Exception {
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("contenders: "),
            "report",
            "--quick",
            "--size=64x64",
            "--frames=60",
            "--passes=100",
            "--out=" + folder);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out()).contains("report.html");
    String page = Files.readString(folder.resolve(ReportCommand.PAGE));
    assertThat(page)
        .contains("Ended early", "id=\"clip\"", "id=\"roofline\"")
        .doesNotContain("id=\"scaling\"", "id=\"onednn\"", "NaN");
    JsonObject figures = Ran.json(folder.resolve(ReportCommand.JSON));
    assertThat(figures.get("scaling").isJsonNull()).isTrue();
    assertThat(figures.getAsJsonObject("clip").getAsJsonArray("contenders")).isNotEmpty();
  }

  /** ONNX Runtime is not loaded yet, which registers a shutdown hook. */
  @Test
  void endsWithTheFramesThatWereDecoded() throws Exception {
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("decoding: "),
            "report",
            "--quick",
            "--size=64x64",
            "--frames=20000",
            "--out=" + folder);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.err()).contains("ending; what was found so far will be written");
    assertThat(run.out()).contains("report.html");
    JsonObject figures = Ran.json(folder.resolve(ReportCommand.JSON));
    JsonObject dense =
        figures.getAsJsonObject("clip").getAsJsonArray("contenders").get(0).getAsJsonObject();
    assertThat(dense.getAsJsonArray("millis").size()).isBetween(2, 19_999);
    assertThat(figures.get("scaling").isJsonNull()).isTrue();
  }
}

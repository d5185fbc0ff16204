package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.bench.cli.command.EndedProgram;
import org.skipconv.bench.cli.command.Ran;
import org.skipconv.bench.lab.drift.DriftPlot;

/** Ctrl-C ends commands that show scenes with what these said so far. */
@EnabledOnOs(OS.LINUX)
class InterruptedScenesTest {
  @TempDir private Path folder;

  @Test
  void driftEndsWithTheScenesSoFar() throws Exception {
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("flickering lamp: "),
            "drift",
            "--size=64x64",
            "--frames=500",
            "--out=" + folder);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out())
        .contains("500 frames of each scene", "slow light", DriftPlot.FILE)
        .doesNotContain("a person stops");
    assertThat(folder.resolve(DriftPlot.FILE)).isNotEmptyFile();
  }

  @Test
  void gatesEndWithTheScenesSoFar() throws Exception {
    EndedProgram run =
        EndedProgram.interrupted(
            folder,
            err -> err.contains("scenes: "),
            "gates",
            "--scenes=1000",
            "--frames=10",
            "--calibrate=off",
            "--threshold=0.1",
            "--blocks=1",
            "--out=" + folder);
    assertThat(run.code()).as(run.err()).isEqualTo(EndedProgram.INTERRUPTED);
    assertThat(run.out()).contains("written to " + folder);
    JsonObject figures = Ran.json(folder.resolve(GatesCommand.JSON));
    assertThat(figures.get("scenes").getAsInt()).isBetween(1, 999);
  }
}

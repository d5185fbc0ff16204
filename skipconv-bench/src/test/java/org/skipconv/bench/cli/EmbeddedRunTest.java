package org.skipconv.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What run shows when it is told nothing about a network: poses, and how good they are. */
class EmbeddedRunTest {
  @TempDir private Path folder;

  @Test
  void findsThePersonOfTheSceneOnBothPaths() throws IOException {
    Path json = folder.resolve("report.json");
    Ran ran =
        Ran.of(
            "run",
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
    assertThat(agreement.get("truePckAt02Dense").getAsDouble()).isGreaterThan(0.95);
    assertThat(agreement.get("truePckAt02Skip").getAsDouble()).isGreaterThan(0.93);
    assertThat(report.get("macRatio").getAsDouble()).isGreaterThan(1.5);
  }
}

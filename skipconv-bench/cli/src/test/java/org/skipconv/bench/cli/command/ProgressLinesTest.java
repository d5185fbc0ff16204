package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.job.Progress;

class ProgressLinesTest {
  private static List<String> lines(long steps, int done) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (Progress.Bar bar = ProgressLines.begin("frames", steps)) {
      for (int i = 0; i < done; i++) {
        bar.step();
      }
    } finally {
      System.setErr(before);
    }
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLineForEachTenth() {
    assertThat(lines(25, 25))
        .hasSize(10)
        .startsWith("frames: 3 of 25", "frames: 5 of 25")
        .endsWith("frames: 25 of 25");
    assertThat(lines(4, 4)).hasSize(4);
  }

  @Test
  void aLineNowAndThenWhereTheEndIsUnknown() {
    assertThat(lines(-1, 600)).containsExactly("frames: 250", "frames: 500");
  }
}

package org.skipconv.bench.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.bench.cli.command.Ran;

/** The program has the commands of all its parts. */
class CommandsTest {
  @Test
  void helpListsCommands() {
    for (Ran ran : new Ran[] {Ran.of(), Ran.of("--help")}) {
      assertThat(ran.code()).isZero();
      assertThat(ran.out())
          .contains(
              "run ",
              "compare ",
              "calibrate ",
              "drift ",
              "gates ",
              "report ",
              "coverage ",
              "jmh ",
              "kernels ")
          .contains("Exit codes");
    }
  }

  /** Words of translated German that crept into helps before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "compare",
        "calibrate",
        "profile",
        "train",
        "export",
        "coverage",
        "kernels",
        "drift",
        "gates",
        "report",
        "jmh"
      })
  void helpIsPlainEnglish(String command) {
    Ran ran = Ran.of(command, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.out().replaceAll("\\s+", " "))
        .doesNotContain("so often", "so long", "behind keyframes", "may be given", "How many")
        .doesNotContainPattern("\\bone an? |[;,] of [^.]* alone\\b|\\. Of |nobody");
  }

  @Test
  void commandsOfOtherPartsInheritTheHelp() {
    assertThat(Ran.of("drift", "--help").out()).contains("--no-progress", "--debug", "--version");
  }
}

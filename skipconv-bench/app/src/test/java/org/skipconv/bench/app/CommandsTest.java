package org.skipconv.bench.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

  @Test
  void commandsOfOtherPartsInheritTheHelp() {
    assertThat(Ran.of("drift", "--help").out()).contains("--no-progress", "--debug", "--version");
  }
}

package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.core.KernelInfo;

class HelpTest {
  @Test
  void helpListsCommands() {
    for (Ran ran : new Ran[] {Ran.of(), Ran.of("--help")}) {
      assertThat(ran.code()).isZero();
      assertThat(ran.out())
          .contains("run ", "compare ", "calibrate ", "export ", "coverage ", "kernels ")
          .contains("Exit codes");
    }
  }

  @Test
  void helpOfRunListsOptionsModelsAndGates() {
    Ran ran = Ran.of("run", "--help");
    assertThat(ran.code()).isZero();
    String text = ran.out().replaceAll("\\s+", " ");
    assertThat(text)
        .contains("--model", "--weights", "--input", "--start", "--frames", "--size", "--crop")
        .contains("--decoder", "--layout", "--scale", "--mean", "--std", "--bgr")
        .contains(
            "--gate",
            "--threshold",
            "--budget",
            "--block",
            "--plan",
            "--input-threshold",
            "--policy",
            "--keyframe-every")
        .contains("--labels", "--heatmap", "--threads", "--out", "--json")
        .contains("--results", "--joints", "--classes");
    assertThat(text).contains(Models.names().split(", ", -1));
    assertThat(text).contains(GateChoice.names().split(", ", -1));
  }

  @Test
  void versionIsTheProjects() {
    assertThat(Ran.of("--version").out()).matches("skipconv \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void kernelsAreThoseInUse() {
    Ran ran = Ran.of("kernels");
    assertThat(ran.code()).isZero();
    KernelInfo info = KernelInfo.current();
    assertThat(ran.out()).contains(info.name() + " (" + info.reason() + ")");
    info.rejected().forEach(reason -> assertThat(ran.out()).contains(reason));
  }
}

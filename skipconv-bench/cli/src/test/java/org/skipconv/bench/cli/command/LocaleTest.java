package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.bench.cli.Main;

/** Containers often have a locale without letters beyond ASCII; names of files still have them. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {

  @ParameterizedTest
  @ValueSource(strings = {"--weights", "--input", "--results", "--model"})
  void aNameThatTheLocaleLacksIsRefusedWithTheRemedy(String option) throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    String name = "pos\u00e9" + (option.equals("--model") ? ".onnx" : "");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            option,
            name);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains(option, "the locale of this process has no", "LC_ALL=C.UTF-8");
  }

  @Test
  void otherNamesAreTakenAsTheyAre() {
    assertThat(CommandLines.path("a b.pth")).isEqualTo(Path.of("a b.pth"));
  }
}

package org.skipconv.bench.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium.
 *
 * @param program to be run
 * @param folder for its profile and what it says
 */
record Browser(Path program, Path folder) {
  private static final int SECONDS = 60;
  private static final String REQUIRED = "skipconv.browser.required";

  /** Skips the test where there is none on the path, unless one is required: then it fails. */
  static Browser require(Path folder) {
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      Path found =
          Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
              .map(directory -> Path.of(directory, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElse(null);
      if (found != null) {
        return new Browser(found, folder);
      }
    }
    if (Boolean.getBoolean(REQUIRED)) {
      fail("no Chromium on the path, and " + REQUIRED + " is true");
    }
    assumeTrue(false, "no Chromium on the path");
    throw new IllegalStateException();
  }

  /**
   * What it says.
   *
   * @param out such as the page after it was read
   * @param console what the page wrote there, errors included
   */
  record Answer(String out, String console) {}

  Answer open(Path page, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "--headless", "--disable-gpu", "--no-sandbox"));
    command.addAll(List.of("--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of("--no-first-run", "--disable-dev-shm-usage", "--hide-scrollbars"));
    command.addAll(List.of("--enable-logging=stderr", "--window-size=1000,6000"));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    String console =
        String.join(
            "\n",
            Files.readAllLines(err).stream().filter(line -> line.contains("CONSOLE")).toList());
    return new Answer(Files.readString(out), console);
  }
}

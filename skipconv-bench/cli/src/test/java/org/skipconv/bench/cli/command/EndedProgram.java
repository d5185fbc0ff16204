package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.skipconv.bench.cli.Main;

/**
 * The program in a process of its own, ended as a user does who types Ctrl-C.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record EndedProgram(int code, String out, String err) {
  /** Exit code of a process that SIGINT ended. */
  public static final int INTERRUPTED = 130;

  private static final int WAIT_SECONDS = 180;

  /**
   * Runs a command until its standard error stream says that it is time.
   *
   * @param folder for both streams
   * @param enough told what the standard error stream has so far
   */
  public static EndedProgram interrupted(Path folder, Predicate<String> enough, String... args)
      throws IOException, InterruptedException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    List<String> command = new ArrayList<>();
    // A test run in the background of a shell ignores the signal, and so would its children.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
      while (!enough.test(Files.readString(err))) {
        assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
        assertThat(System.nanoTime()).as(Files.readString(err)).isLessThan(end);
        Thread.sleep(50);
      }
      new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
      assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new EndedProgram(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}

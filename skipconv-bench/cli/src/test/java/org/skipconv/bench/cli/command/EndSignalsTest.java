package org.skipconv.bench.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals that ask for the end of a process. */
@EnabledOnOs(OS.LINUX)
class EndSignalsTest {
  private static final int TERMINATED = 143;

  private static void terminate(long process) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-TERM", "" + process).start().waitFor()).isZero();
  }

  private static Integer next(BlockingQueue<Integer> codes) throws InterruptedException {
    return codes.poll(1, TimeUnit.MINUTES);
  }

  @Test
  void theHandlerOfBeforeIsBackAfterClose() throws Exception {
    BlockingQueue<Integer> outer = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> inner = new LinkedBlockingQueue<>();
    long self = ProcessHandle.current().pid();
    try (EndSignals before = EndSignals.handle(outer::add)) {
      assertThat(before).isNotNull();
      try (EndSignals signals = EndSignals.handle(inner::add)) {
        assertThat(signals).isNotNull();
        terminate(self);
        assertThat(next(inner)).isEqualTo(TERMINATED);
      }
      terminate(self);
      assertThat(next(outer)).isEqualTo(TERMINATED);
    }
    assertThat(inner).isEmpty();
    assertThat(outer).isEmpty();
  }

  /** A user who types Ctrl-C twice does not wait for results. */
  @Test
  void theSecondSignalEndsACommandAtOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Busy.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("busy");
      terminate(process.pid());
      assertThat(said.readLine()).isEqualTo("skipconv: still busy");
      assertThat(process.isAlive()).isTrue();
      terminate(process.pid());
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A command that does not ask whether it should end. */
  static final class Busy {
    private Busy() {}

    public static void main(String[] args) throws InterruptedException {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      try (Interruption interruption = Interruption.listening(out, "still busy")) {
        out.println("busy");
        TimeUnit.MINUTES.sleep(10);
        System.exit(interruption.exitCode());
      }
    }
  }
}

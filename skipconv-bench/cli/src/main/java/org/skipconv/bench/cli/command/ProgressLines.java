package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.skipconv.bench.cli.job.Progress;

/**
 * Progress for files and logs, in which a bar that overwrites itself is one long line: a line for
 * each tenth, or for each 250 steps where nobody knows how many there are.
 */
final class ProgressLines implements Progress.Bar {
  private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");
  private static final int TENTHS = 10;
  private static final int UNKNOWN_STEPS = 250;

  private final String what;
  private final long steps;
  private long done;

  private ProgressLines(String what, long steps) {
    this.what = what;
    this.steps = steps;
  }

  static Progress.Bar begin(String what, long steps) {
    return new ProgressLines(what, steps);
  }

  /**
   * Whether the standard error stream, which progress goes to, is a terminal; true where the system
   * does not tell, as outside Linux.
   */
  static boolean isTerminal() {
    try {
      Path file = Files.readSymbolicLink(ERROR_STREAM);
      return file.startsWith("/dev/pts") || file.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  @Override
  public void step() {
    done++;
    if (steps > 0 && done * TENTHS / steps > (done - 1) * TENTHS / steps) {
      say(done + " of " + steps);
    } else if (steps <= 0 && done % UNKNOWN_STEPS == 0) {
      say(Long.toString(done));
    }
  }

  private void say(String text) {
    System.err.println(what + ": " + text);
  }

  @Override
  public void close() {
    // The last line has been said.
  }
}

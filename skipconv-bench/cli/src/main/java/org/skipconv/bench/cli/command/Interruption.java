package org.skipconv.bench.cli.command;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/**
 * True once the time is up or the user wants the process to end. The command then stops early,
 * writes what it has so far and returns; a second signal ends the process at once.
 */
public final class Interruption implements BooleanSupplier, AutoCloseable {
  /** News for commands that have results after each frame or trial. */
  public static final String RESULTS_SO_FAR =
      "ending; what was found so far will be written (again ends at once)";

  private final long end;
  private final PrintWriter err;
  private final String news;
  private final EndSignals signals;

  /** Exit code of the signal that arrived, 0 before. */
  private volatile int exitCode;

  private Interruption(long end, PrintWriter err, String news) {
    this.end = end;
    this.err = err;
    this.news = news;
    this.signals = EndSignals.handle(this::arrived);
  }

  /**
   * Begins to listen.
   *
   * @param err told when the user wants the end
   * @param news what becomes of the command then
   */
  public static Interruption listening(PrintWriter err, String news) {
    return after(null, err, news);
  }

  /**
   * Begins to listen and to count.
   *
   * @param minutes that may pass, or null for no limit
   * @param err told when the user wants the end
   * @param news what becomes of the command then
   */
  static Interruption after(Double minutes, PrintWriter err, String news) {
    long nanos = minutes == null ? Long.MAX_VALUE / 2 : (long) (minutes * 60e9);
    return new Interruption(System.nanoTime() + nanos, err, news);
  }

  /** Whether the user wants the process to end. */
  boolean isEnding() {
    return exitCode != 0;
  }

  /** Exit code of a command that did what it could: 0, or that of the signal that ended it. */
  public int exitCode() {
    return exitCode;
  }

  private void arrived(int code) {
    if (isEnding()) {
      System.exit(code);
    }
    exitCode = code;
    err.println("skipconv: " + news);
    err.flush();
  }

  @Override
  public boolean getAsBoolean() {
    return isEnding() || System.nanoTime() - end > 0;
  }

  @Override
  public void close() {
    signals.close();
  }
}

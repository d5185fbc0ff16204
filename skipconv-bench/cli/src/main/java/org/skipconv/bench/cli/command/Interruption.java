package org.skipconv.bench.cli.command;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Says true once the time is up or the user wants the process to end, which then waits a while for
 * what was found so far to be written.
 */
public final class Interruption implements BooleanSupplier, AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  /** Interruptions whose command is over while the process waits. */
  private static final Queue<Interruption> WRITTEN = new ConcurrentLinkedQueue<>();

  private final long end;
  private final int waitSeconds;
  private final Runnable wantedEnd;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wanted, "skipconv-interruption");
  private volatile boolean ending;

  private Interruption(long end, int waitSeconds, Runnable wantedEnd) {
    this.end = end;
    this.waitSeconds = waitSeconds;
    this.wantedEnd = wantedEnd;
  }

  /**
   * From now on.
   *
   * @param minutes that may pass, or null for no limit
   */
  public static Interruption after(Double minutes) {
    long nanos = minutes == null ? Long.MAX_VALUE / 2 : (long) (minutes * 60e9);
    return begin(new Interruption(System.nanoTime() + nanos, WAIT_SECONDS, () -> {}));
  }

  /**
   * From now on, for work whose steps are long.
   *
   * @param waitSeconds that the process waits for what is still written
   * @param wantedEnd told at once when the user wants the end
   */
  static Interruption waiting(int waitSeconds, Runnable wantedEnd) {
    long never = System.nanoTime() + Long.MAX_VALUE / 2;
    return begin(new Interruption(never, waitSeconds, wantedEnd));
  }

  private static Interruption begin(Interruption interruption) {
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user wants the process to end. */
  boolean isEnding() {
    return ending;
  }

  private void wanted() {
    ending = true;
    wantedEnd.run();
    try {
      // Too long a wait would keep a process alive that somebody wants gone.
      boolean inTime = written.await(waitSeconds, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("skipconv: ended before what was found so far could be written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean getAsBoolean() {
    return ending || System.nanoTime() - end > 0;
  }

  @Override
  public void close() {
    if (ending || !hasRemovedHook()) {
      WRITTEN.add(this);
    }
  }

  private boolean hasRemovedHook() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process began to end just now.
      return false;
    }
  }

  /** Lets the process end: whatever the command had to write and to say is out. */
  static void letGo() {
    WRITTEN.forEach(interruption -> interruption.written.countDown());
    WRITTEN.clear();
  }
}

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

  /** Those whose command is over while the process waits. */
  private static final Queue<Interruption> WRITTEN = new ConcurrentLinkedQueue<>();

  private final long end;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wanted, "skipconv-interruption");
  private volatile boolean ending;

  private Interruption(long end) {
    this.end = end;
  }

  /**
   * From now on.
   *
   * @param minutes that may pass, or null for no limit
   */
  public static Interruption after(Double minutes) {
    long nanos = minutes == null ? Long.MAX_VALUE / 2 : (long) (minutes * 60e9);
    Interruption interruption = new Interruption(System.nanoTime() + nanos);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void wanted() {
    ending = true;
    try {
      // Too long a wait would keep a process alive that somebody wants gone.
      boolean inTime = written.await(WAIT_SECONDS, TimeUnit.SECONDS);
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

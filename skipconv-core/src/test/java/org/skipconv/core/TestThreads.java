package org.skipconv.core;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The worker threads of sessions in this process. */
public final class TestThreads {
  private TestThreads() {}

  /** Those that are alive. */
  public static List<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("skipconv-worker"))
        .toList();
  }

  /** Waits until none is alive; false when some still are after so many seconds. */
  public static boolean endWithin(int seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (Thread thread : alive()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      try {
        thread.join(Math.max(1, millis));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return alive().isEmpty();
  }
}

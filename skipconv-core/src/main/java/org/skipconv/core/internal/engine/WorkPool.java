package org.skipconv.core.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skipconv.core.internal.kernel.PixelKernel;

/**
 * Shares the pixels of one kernel call among a session's threads. With one thread it is a plain
 * call and creates none.
 *
 * <p>A frame is some hundred such calls of microseconds each, so helpers spin for a while before
 * they sleep.
 */
final class WorkPool implements AutoCloseable {
  /**
   * Pixels of a task are a multiple of this, the number that every tier's tiles divide or nearly
   * so.
   */
  private static final int GRAIN = 24;

  private static final int SPINS = 20_000;

  private final Thread[] helpers;
  private volatile Job job;
  private volatile boolean closed;

  WorkPool(int threads) {
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(this::help, "skipconv-worker-" + (i + 1));
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /**
   * Runs the kernel over the first {@code count} entries of its list and returns when all are done.
   */
  void run(PixelKernel kernel, int count) {
    run(kernel, 0, count);
  }

  /** Runs the kernel over the entries [begin, end) of its list and returns when all are done. */
  void run(PixelKernel kernel, int begin, int end) {
    int count = end - begin;
    if (helpers.length == 0 || count == 0 || (count <= GRAIN && kernel.parts() == 1)) {
      kernel.run(begin, end, 0, kernel.parts());
      return;
    }
    Job work = new Job(kernel, begin, count, helpers.length + 1);
    job = work;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    work.take();
    work.await();
    job = null;
  }

  private void help() {
    int idle = 0;
    while (!closed) {
      Job work = job;
      if (work != null && work.hasTasks()) {
        work.take();
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /** One kernel call cut into chunks of pixels times groups of parts, each task claimed once. */
  private static final class Job {
    private final PixelKernel kernel;
    private final int first;
    private final int count;
    private final int chunk;
    private final int chunks;
    private final int partStep;
    private final int tasks;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private volatile Throwable failure;

    Job(PixelKernel kernel, int first, int count, int threads) {
      this.kernel = kernel;
      this.first = first;
      this.count = count;
      int perTask = (count + 3 * threads - 1) / (3 * threads);
      chunk = (perTask + GRAIN - 1) / GRAIN * GRAIN;
      chunks = (count + chunk - 1) / chunk;
      // Few pixels of many channels: the channels are shared instead.
      partStep = chunks >= 2 * threads ? kernel.parts() : 1;
      tasks = chunks * ((kernel.parts() + partStep - 1) / partStep);
      unfinished = new AtomicInteger(tasks);
    }

    boolean hasTasks() {
      return next.get() < tasks;
    }

    void take() {
      for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
        try {
          int begin = task % chunks * chunk;
          int part = task / chunks * partStep;
          kernel.run(
              first + begin,
              first + Math.min(begin + chunk, count),
              part,
              Math.min(part + partStep, kernel.parts()));
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          unfinished.decrementAndGet();
        }
      }
    }

    void await() {
      while (unfinished.get() > 0) {
        Thread.onSpinWait();
      }
      if (failure != null) {
        throw new IllegalStateException("a kernel failed", failure);
      }
    }
  }
}

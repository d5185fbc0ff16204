package org.skipconv.core.internal.engine;

import java.lang.ref.Cleaner;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the pixels of one kernel call among a session's threads. With one thread it is a plain
 * call and creates none.
 *
 * <p>A frame is some hundred such calls of microseconds each, so helpers spin for a while before
 * they sleep. Whoever spins yields now and then: where there are more threads than processors, the
 * one that is waited for gets its turn.
 *
 * <p>Helpers end when the pool is closed, and also when it is collected: they know what they share
 * with it, the {@link Crew}, and between two calls that refers to nothing of the session.
 */
final class WorkPool implements AutoCloseable {
  /**
   * Pixels of a task are a multiple of this, the number that every tier's tiles divide or nearly
   * so.
   */
  private static final int GRAIN = 24;

  private static final int SPINS = 20_000;

  /** Spins from one yield to the next, a power of 2. */
  private static final int SPINS_A_YIELD = 128;

  private static final Logger LOG = LoggerFactory.getLogger(WorkPool.class);
  private static final AtomicBoolean TOO_MANY_ASKED = new AtomicBoolean();

  private final Crew crew;
  private final Cleaner.Cleanable ending;

  /** A pool of so many threads, the caller's included. */
  WorkPool(int threads) {
    this(threads, WorkPool::thread);
  }

  /**
   * A pool whose threads are made by somebody else.
   *
   * @throws OutOfMemoryError when a thread cannot be started; none is left then
   */
  WorkPool(int threads, ThreadFactory factory) {
    crew = new Crew(threads - 1);
    boolean complete = false;
    try {
      crew.start(factory);
      ending = threads == 1 ? crew::end : Dropped.register(this, crew::end);
      complete = true;
    } finally {
      if (!complete) {
        crew.end();
      }
    }
  }

  /** Refers to nothing of whoever happens to open the session. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "", 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Number of the threads asked for that can run at the same time. Says it in the log, once, when
   * that is fewer.
   */
  static int useful(int asked) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (asked > processors && TOO_MANY_ASKED.compareAndSet(false, true)) {
      LOG.info(
          "A session was asked to use {} threads, but this process may use {} processors: sessions"
              + " use no more threads than that",
          asked,
          processors);
    }
    return Math.min(asked, processors);
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
    if (crew.helpers.length == 0 || count == 0 || (count <= GRAIN && kernel.parts() == 1)) {
      kernel.run(begin, end, 0, kernel.parts());
      return;
    }
    crew.share(new Job(kernel, begin, count, crew.helpers.length + 1));
  }

  @Override
  public void close() {
    ending.clean();
  }

  /**
   * A rest for a thread that waits for others: short, and now and then long enough for another
   * thread to run. No result depends on what the scheduler makes of it.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void spin(int count) {
    if ((count & (SPINS_A_YIELD - 1)) == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  /** The helpers and what they are given to do. Must not refer to the pool. */
  private static final class Crew {
    private final Thread[] helpers;
    private volatile Job job;
    private volatile boolean ended;

    Crew(int size) {
      helpers = new Thread[size];
    }

    void start(ThreadFactory factory) {
      for (int i = 0; i < helpers.length; i++) {
        Thread helper = factory.newThread(this::help);
        helper.setName("skipconv-worker-" + (i + 1));
        helper.start();
        helpers[i] = helper;
      }
    }

    void share(Job work) {
      job = work;
      try {
        for (Thread helper : helpers) {
          LockSupport.unpark(helper);
        }
        work.take();
        work.await();
      } finally {
        job = null;
      }
    }

    private void help() {
      int idle = 0;
      while (!ended) {
        if (helped()) {
          idle = 0;
        } else if (++idle < SPINS) {
          spin(idle);
        } else {
          LockSupport.park(this);
          // An interrupted thread would not be parked again; nobody has a reason to interrupt one.
          Thread.interrupted();
          idle = 0;
        }
      }
    }

    /**
     * In a method of its own: a helper that is parked must not hold a job, and with it a session.
     */
    private boolean helped() {
      Job work = job;
      if (work == null || !work.hasTasks()) {
        return false;
      }
      work.take();
      return true;
    }

    void end() {
      ended = true;
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
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
      for (int i = 1; unfinished.get() > 0; i++) {
        spin(i);
      }
      if (failure != null) {
        throw new IllegalStateException("a kernel failed", failure);
      }
    }
  }
}

package org.skipconv.examples.cameras;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Threads that share cameras fairly. There are as many as the process may use processors: {@code
 * availableProcessors} knows a container's limit (cgroup) and {@code taskset}, where the number of
 * cores of the machine would be too many.
 */
final class Workers implements AutoCloseable {
  private final FairQueue<Camera> queue = new FairQueue<>();
  private final List<Thread> threads;

  Workers() {
    this(Runtime.getRuntime().availableProcessors());
  }

  Workers(int count) {
    threads =
        IntStream.range(0, count).mapToObj(n -> new Thread(this::run, "worker-" + n)).toList();
    threads.forEach(Thread::start);
  }

  int count() {
    return threads.size();
  }

  /** Says that a camera has a frame. */
  void ready(Camera camera) {
    queue.ready(camera);
  }

  private void run() {
    try {
      for (Camera camera = queue.take(); camera != null; camera = queue.take()) {
        long start = System.nanoTime();
        try {
          camera.look();
        } finally {
          queue.done(camera, System.nanoTime() - start);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets frames that are being computed be finished, and ends the threads. */
  @Override
  public void close() {
    queue.close();
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

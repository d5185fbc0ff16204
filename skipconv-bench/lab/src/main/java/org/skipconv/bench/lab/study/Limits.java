package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.skipconv.bench.cli.measure.ProcessorPeak;

/**
 * This machine's own limits, measured now: what every other figure is a share of.
 *
 * @param threads that were busy at the same time
 * @param flops floating-point operations a second of all of them: {@link ProcessorPeak}
 * @param readBytes a second of all of them, reading memory
 * @param triadBytes a second of all of them, reading and writing memory: {@link Bandwidth}
 */
public record Limits(int threads, double flops, double readBytes, double triadBytes) {

  /**
   * Measures.
   *
   * @param megabytes of memory of all threads together
   */
  public static Limits measure(int threads, int megabytes) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      double flops =
          ProcessorPeak.withOneThreadEach(
              () -> {
                double sum = 0;
                for (double one : all(pool, threads, ProcessorPeak::flopsOfThisThread)) {
                  sum += one;
                }
                return sum;
              });
      double read = 0;
      double triad = 0;
      int each = Math.max(3, megabytes / threads);
      for (Bandwidth one : all(pool, threads, () -> Bandwidth.measure(each))) {
        read += one.readBytes();
        triad += one.triadBytes();
      }
      return new Limits(threads, flops, read, triad);
    } finally {
      pool.shutdown();
    }
  }

  private static <T> List<T> all(ExecutorService pool, int threads, Callable<T> probe) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(Collections.nCopies(threads, probe))) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the machine was measured", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot measure this machine", e.getCause());
    }
  }
}

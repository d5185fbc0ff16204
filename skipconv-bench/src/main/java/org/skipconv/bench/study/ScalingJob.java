package org.skipconv.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.skipconv.bench.job.Progress;
import org.skipconv.bench.measure.InputTensor;
import org.skipconv.bench.measure.LoopedFrames;
import org.skipconv.bench.measure.SessionPeer;
import org.skipconv.bench.setup.Setup;
import org.skipconv.core.SessionOptions;

/** Runs many streams at once, and one stream on many threads. */
final class ScalingJob {
  private static final int[] STREAMS = {1, 2, 4, 8};
  private static final int APART = 17;
  private static final int WARM_UP = 3;

  private final Setup setup;
  private final double seconds;
  private final Progress progress;

  /**
   * A job.
   *
   * @param seconds for each figure
   */
  ScalingJob(Setup setup, double seconds, Progress progress) {
    this.setup = setup;
    this.seconds = seconds;
    this.progress = progress;
  }

  Scaling run(List<InputTensor> frames) {
    List<Integer> threads = threads();
    List<Scaling.Streams> streams = new ArrayList<>();
    List<Scaling.Threads> onThreads = new ArrayList<>();
    try (Progress.Bar bar = progress.begin("scaling", 2L * (STREAMS.length + threads.size()))) {
      for (String path : List.of("dense", "skip")) {
        SessionOptions options =
            path.equals("dense") ? setup.gating().dense() : setup.gating().options();
        for (int count : STREAMS) {
          streams.add(streams(path, options.threads(1), count, frames));
          bar.step();
        }
        for (int count : threads) {
          double rate = streams(path, options.threads(count), 1, frames).framesPerSecond();
          onThreads.add(new Scaling.Threads(count, path, rate));
          bar.step();
        }
      }
    }
    return new Scaling(streams, onThreads);
  }

  /** 1, 2, 4 ... and as many as this machine has. */
  private static List<Integer> threads() {
    List<Integer> counts = new ArrayList<>();
    int most = Runtime.getRuntime().availableProcessors();
    for (int count = 1; count < most; count *= 2) {
      counts.add(count);
    }
    counts.add(most);
    return counts;
  }

  private Scaling.Streams streams(
      String path, SessionOptions options, int count, List<InputTensor> frames) {
    List<SessionPeer> peers = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Callable<Double>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        SessionPeer peer = new SessionPeer(path, setup.network(), options);
        peers.add(peer);
        int first = i * APART;
        runs.add(() -> rate(peer, frames, first, start));
      }
      double sum = 0;
      for (Future<Double> rate : pool.invokeAll(runs)) {
        sum += rate.get();
      }
      return new Scaling.Streams(count, path, sum, peers.get(0).memoryBytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while streams ran", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stream failed", e.getCause());
    } finally {
      pool.shutdown();
      peers.forEach(SessionPeer::close);
    }
  }

  /** Frames a second of one stream while all run. */
  private double rate(SessionPeer peer, List<InputTensor> frames, int first, CyclicBarrier start)
      throws Exception {
    int next = first;
    for (int i = 0; i < WARM_UP; i++) {
      peer.next(LoopedFrames.at(frames, next++));
    }
    start.await();
    long begin = System.nanoTime();
    int done = 0;
    do {
      peer.next(LoopedFrames.at(frames, next++));
      done++;
    } while ((System.nanoTime() - begin) / 1e9 < seconds);
    return done * 1e9 / (System.nanoTime() - begin);
  }
}

package org.skipconv.bench.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.skipconv.bench.cli.job.Progress;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.bench.lab.layer.LoopedFrames;
import org.skipconv.core.SessionOptions;

/** Runs many streams at once, and one stream on many threads. */
final class ScalingJob {
  private static final int[] STREAMS = {1, 2, 4, 8};
  private static final int APART = 7;
  private static final int WARM_UP = 3;

  /** Frames that are shown to and fro; a whole round is the same work for each stream. */
  private static final int LONGEST = 16;

  private final Setup setup;
  private final double seconds;
  private final Progress progress;

  /**
   * A job.
   *
   * @param seconds for each figure at least
   */
  ScalingJob(Setup setup, double seconds, Progress progress) {
    this.setup = setup;
    this.seconds = seconds;
    this.progress = progress;
  }

  Scaling run(List<InputTensor> all) {
    int from = Math.max(0, (all.size() - LONGEST) / 2);
    List<InputTensor> frames = all.subList(from, Math.min(all.size(), from + LONGEST));
    List<Integer> threads = threads();
    List<Scaling.Streams> streams = new ArrayList<>();
    List<Scaling.Threads> onThreads = new ArrayList<>();
    try (Progress.Bar bar = progress.begin("scaling", 2L * (STREAMS.length + threads.size()))) {
      for (String path : List.of("dense", "skip")) {
        SessionOptions options =
            path.equals("dense") ? setup.gating().dense() : setup.gating().options();
        for (int count : STREAMS) {
          streams.add(streams(path, options.withThreads(1), count, frames));
          bar.step();
        }
        for (int count : threads) {
          double rate = streams(path, options.withThreads(count), 1, frames).framesPerSecond();
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
      List<Callable<Run>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        SessionPeer peer = new SessionPeer(path, setup.network(), options);
        peers.add(peer);
        int first = i * APART;
        runs.add(() -> run(peer, frames, first, start));
      }
      long done = 0;
      long longest = 0;
      for (Future<Run> run : pool.invokeAll(runs)) {
        done += run.get().frames();
        longest = Math.max(longest, run.get().nanos());
      }
      return new Scaling.Streams(count, path, done * 1e9 / longest, peers.get(0).memoryBytes());
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

  /** Work of a stream while all ran. */
  private record Run(long frames, long nanos) {}

  /** Whole rounds until the time is over. */
  private Run run(SessionPeer peer, List<InputTensor> frames, int first, CyclicBarrier start)
      throws Exception {
    int next = first;
    for (int i = 0; i < WARM_UP; i++) {
      peer.next(LoopedFrames.at(frames, next++));
    }
    int round = Math.max(1, 2 * (frames.size() - 1));
    start.await();
    long begin = System.nanoTime();
    long done = 0;
    do {
      for (int i = 0; i < round; i++) {
        peer.next(LoopedFrames.at(frames, next++));
      }
      done += round;
    } while ((System.nanoTime() - begin) / 1e9 < seconds);
    return new Run(done, System.nanoTime() - begin);
  }
}

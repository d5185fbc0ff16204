package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.RandomNetworks;
import org.skipconv.core.testing.Results;

/**
 * Sessions that several threads open, use, close and drop at random: each gives the bits that it
 * gives alone, and when all are gone their memory and threads are, too. System property {@code
 * skipconv.stress.sessions} says how many sessions.
 */
class SessionStressTest {
  private static final int SESSIONS = Integer.getInteger("skipconv.stress.sessions", 400);
  private static final int THREADS = 4;
  private static final long HOURS = 12;

  /** A network under options, its video and what it answers in a session of its own. */
  private record Stream(
      SkipNetwork network, SessionOptions options, List<Tensor> video, List<float[]> expected) {

    static Stream of(SkipNetwork network, ResidualPolicy policy, int threads) {
      SessionOptions options =
          SessionOptions.gates(TestGates.above(0.3f, 0))
              .withInputThreshold(0.01f)
              .withPolicy(policy)
              .withKeyframes(KeyframePolicy.every(4).withoutCuts())
              .withThreads(threads);
      List<Tensor> video = Frames.mixed(network.inputShape(), threads);
      return new Stream(network, options, video, Results.all(open(network, options), video));
    }

    private static VideoSession open(SkipNetwork network, SessionOptions options) {
      return TestSessions.open(network, options, KernelSelector.current().kernels());
    }

    VideoSession open() {
      return open(network, options);
    }

    void play(VideoSession session, int frames) {
      for (int i = 0; i < frames; i++) {
        float[] values = Results.values(session, session.next(video.get(i)));
        Results.checkSameBits(network.name() + ", frame " + i, values, expected.get(i));
      }
    }
  }

  private final List<Stream> streams = streams();
  private final AtomicInteger opened = new AtomicInteger();

  private static List<Stream> streams() {
    List<SkipNetwork> networks =
        List.of(
            Networks.chain(),
            Networks.residual(),
            Networks.mobile(),
            RandomNetworks.of(3),
            RandomNetworks.of(5));
    List<Stream> streams = new ArrayList<>();
    for (SkipNetwork network : networks) {
      for (ResidualPolicy policy : ResidualPolicy.values()) {
        for (int threads : new int[] {1, 1, 3}) {
          streams.add(Stream.of(network, policy, threads));
        }
      }
    }
    return streams;
  }

  @Test
  void sessionsAtRandomGiveTheirBitsAndLeaveNothing() throws Exception {
    releaseWeights();
    long before = nativeBytes(0, 1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(thread);
        all.add(threads.submit(() -> sessions(random)));
      }
      for (Future<?> one : all) {
        one.get(HOURS, TimeUnit.HOURS);
      }
    } finally {
      threads.shutdownNow();
    }
    releaseWeights();
    assertThat(opened.get())
        .as("counted once too often by each thread")
        .isEqualTo(SESSIONS + THREADS);
    assertThat(nativeBytes(before, 20)).as("native bytes").isLessThanOrEqualTo(before);
    assertThat(TestThreads.endWithin(10)).as("no helper is left").isTrue();
    System.out.printf(
        "%d sessions by %d threads: native bytes %d before, %d after%n",
        SESSIONS, THREADS, before, Pointer.totalBytes());
  }

  private void releaseWeights() {
    streams.forEach(stream -> stream.network().releasePacked());
  }

  /** Bytes of native memory, when no more than wanted are left or the time is over. */
  private static long nativeBytes(long wanted, int seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    do {
      System.gc();
      Pointer.deallocateReferences();
    } while (Pointer.totalBytes() > wanted && System.nanoTime() < deadline);
    return Pointer.totalBytes();
  }

  private void sessions(Random random) {
    while (opened.incrementAndGet() <= SESSIONS) {
      session(streams.get(random.nextInt(streams.size())), random);
    }
  }

  private static void session(Stream stream, Random random) {
    VideoSession session = stream.open();
    int frames = 1 + random.nextInt(stream.video().size());
    stream.play(session, frames);
    switch (random.nextInt(8)) {
      case 0 -> {
        // Dropped.
      }
      case 1 -> {
        session.reset();
        stream.play(session, frames);
        session.close();
        session.close();
      }
      case 2 -> readAfterClose(stream, session);
      case 3 -> {
        stream.network().releasePacked();
        stream.play(restarted(session), frames);
        session.close();
      }
      case 4 -> {
        // Two at a time, the later one closed first.
        VideoSession other = stream.open();
        stream.play(other, frames);
        other.close();
        session.reset();
        stream.play(session, 2);
        session.close();
      }
      default -> session.close();
    }
  }

  private static VideoSession restarted(VideoSession session) {
    session.reset();
    return session;
  }

  private static void readAfterClose(Stream stream, VideoSession session) {
    session.reset();
    FrameResult result = session.next(stream.video().get(0));
    List<FeatureMap> maps = stream.network().outputs().keySet().stream().map(result::map).toList();
    List<float[]> values = maps.stream().map(FeatureMap::toArray).toList();
    session.close();
    for (int i = 0; i < maps.size(); i++) {
      Results.checkSameBits("after close", maps.get(i).toArray(), values.get(i));
    }
  }
}

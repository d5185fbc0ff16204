package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

/**
 * Long videos and many sessions take no more memory than short videos and one. System property
 * {@code skipconv.stress.frames} says how long.
 */
class LeakTest {
  private static final int FRAMES = Integer.getInteger("skipconv.stress.frames", 5000);
  private static final int SESSIONS = 200;

  /** What 5,000 frames or 200 sessions may add: 200 bytes a frame would show. */
  private static final long HEAP_BOUND = 1_000_000;

  /** Of the operating system's count, which the collector and the compiler move, too. */
  private static final long RESIDENT_BOUND = 48_000_000;

  /** Arguments of native calls: a few hundred bytes each; a single map of the network is more. */
  private static final long LEFT_TO_COLLECTOR = 20_000;

  /** Bytes in use. */
  private record Usage(long heap, long pointers, long resident) {
    static Usage now() {
      return collect(0);
    }

    /** Collects until no more than so much memory of pointers is left, or nothing helps. */
    private static Usage collect(long pointers) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      for (int i = 0; i < 3 || Pointer.totalBytes() > pointers; i++) {
        System.gc();
        Pointer.deallocateReferences();
        if (i >= 3 && System.nanoTime() > deadline) {
          break;
        }
      }
      return new Usage(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          Pointer.totalBytes(),
          Pointer.physicalBytes());
    }

    static void requireNoMoreThan(Usage before) {
      collect(before.pointers).check(before);
    }

    private void check(Usage before) {
      assertThat(heap - before.heap).as("Java heap").isLessThan(HEAP_BOUND);
      assertThat(pointers - before.pointers).as("memory of pointers").isLessThanOrEqualTo(0);
      assertThat(resident - before.resident).as("resident").isLessThan(RESIDENT_BOUND);
    }
  }

  @Test
  void aLongVideoTakesNoMoreMemoryThanAShortOne() {
    SkipNetwork network = Networks.mobile();
    List<Tensor> video = Frames.movingBlock(network.inputShape(), 1, 50);
    try (VideoSession session = network.open(SessionOptions.exact().withKeyframeEvery(70))) {
      play(session, video, FRAMES / 4);
      Usage before = Usage.now();
      play(session, video, FRAMES);
      Usage.requireNoMoreThan(before);
      System.out.printf("%d frames: %s before, %s after%n", FRAMES, before, Usage.now());
    }
  }

  private static void play(VideoSession session, List<Tensor> video, int frames) {
    for (int i = 0; i < frames; i++) {
      if (i % 5000 == 4999) {
        // Or the heap grows, and what is resident with it, for nothing but to collect less often.
        System.gc();
      }
      FrameResult result = session.next(video.get(i % video.size()));
      assertThat(result.output("out")).isNotNull();
      assertThat(result.report().layers().get(0).pixels()).isPositive();
    }
  }

  @Test
  void closedSessionsLeaveNothing() {
    SkipNetwork network = Networks.resolutions();
    List<Tensor> video = Frames.movingBlock(network.inputShape(), 1, 2);
    openAndClose(network, video, SESSIONS / 4);
    Usage before = Usage.now();
    long pointers = Pointer.totalBytes();
    openAndClose(network, video, SESSIONS);
    // What close does not free itself, but leaves to the collector.
    assertThat((Pointer.totalBytes() - pointers) / SESSIONS)
        .as("bytes that a closed session still holds")
        .isLessThan(LEFT_TO_COLLECTOR);
    Usage.requireNoMoreThan(before);
    assertThat(TestThreads.endWithin(10)).isTrue();
  }

  @Test
  void droppedSessionsLeaveNothing() {
    SkipNetwork network = Networks.resolutions();
    List<Tensor> video = Frames.movingBlock(network.inputShape(), 1, 2);
    openAndClose(network, video, 3);
    Usage before = Usage.now();
    openAndDrop(network, video);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!TestThreads.alive().isEmpty() && System.nanoTime() < deadline) {
      Usage.now();
    }
    assertThat(TestThreads.alive()).as("helpers of sessions that are gone").isEmpty();
    Usage.requireNoMoreThan(before);
  }

  /** In a method of its own, so that no frame of the stack holds a session. */
  private static void openAndDrop(SkipNetwork network, List<Tensor> video) {
    SessionOptions options = SessionOptions.exact().withThreads(3);
    for (int i = 0; i < 20; i++) {
      VideoSession session =
          TestSessions.open(network, options, KernelSelector.current().kernels());
      video.forEach(session::next);
    }
    assertThat(TestThreads.alive()).isNotEmpty();
  }

  private static void openAndClose(SkipNetwork network, List<Tensor> video, int sessions) {
    for (int i = 0; i < sessions; i++) {
      ResidualPolicy policy = i % 2 == 0 ? ResidualPolicy.CARRY : ResidualPolicy.REBASE;
      SessionOptions options = SessionOptions.exact().withPolicy(policy).withThreads(1 + i % 3);
      try (VideoSession session = network.open(options)) {
        video.forEach(session::next);
      }
    }
  }
}

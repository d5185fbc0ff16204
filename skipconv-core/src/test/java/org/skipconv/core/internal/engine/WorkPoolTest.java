package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.TestThreads;
import org.skipconv.core.VideoSession;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.testing.Networks;

class WorkPoolTest {
  private static final int[] COUNTS = {
    0, 1, 2, 23, 24, 25, 47, 48, 49, 71, 72, 73, 95, 143, 144, 145, 200, 239, 1000, 4096, 20_000,
  };

  /** Counts how often each pixel of each part is computed. */
  private static final class Counting implements PixelKernel {
    private final int parts;
    private final int count;
    private final AtomicIntegerArray times;
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    Counting(int count, int parts) {
      this.parts = parts;
      this.count = count;
      this.times = new AtomicIntegerArray(count * parts);
    }

    @Override
    public int parts() {
      return parts;
    }

    @Override
    public void run(int begin, int end, int partBegin, int partEnd) {
      threads.add(Thread.currentThread().getName());
      for (int part = partBegin; part < partEnd; part++) {
        for (int i = begin; i < end; i++) {
          times.incrementAndGet(part * count + i);
        }
      }
    }

    void requireEachOnce() {
      for (int i = 0; i < times.length(); i++) {
        assertThat(times.get(i)).as("%d pixels, %d parts, entry %d", count, parts, i).isOne();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void everyPixelOfEveryPartIsComputedOnce(int threads) {
    try (WorkPool pool = new WorkPool(threads)) {
      for (int count : COUNTS) {
        for (int parts : new int[] {1, 2, 3, 5}) {
          Counting kernel = new Counting(count, parts);
          pool.run(kernel, count);
          kernel.requireEachOnce();
        }
      }
    }
  }

  @Test
  void manyRunsInARowLoseNothing() {
    try (WorkPool pool = new WorkPool(3)) {
      for (int i = 0; i < 3000; i++) {
        Counting kernel = new Counting(100 + i % 50, 2);
        pool.run(kernel, 100 + i % 50);
        kernel.requireEachOnce();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 150", "2, 0", "2, 150", "3, 299"})
  void aFailureReachesTheCallerAndThePoolGoesOn(int threads, int failing) {
    try (WorkPool pool = new WorkPool(threads)) {
      PixelKernel broken =
          (begin, end, partBegin, partEnd) -> {
            if (begin <= failing && failing < end) {
              throw new IllegalStateException("broken");
            }
          };
      assertThatThrownBy(() -> pool.run(broken, 300)).hasStackTraceContaining("broken");
      Counting next = new Counting(300, 1);
      pool.run(next, 300);
      next.requireEachOnce();
    }
  }

  @Test
  void oneThreadCreatesNone() {
    assertThat(TestThreads.endWithin(10)).isTrue();
    try (WorkPool pool = new WorkPool(1)) {
      Counting kernel = new Counting(1000, 2);
      pool.run(kernel, 1000);
      assertThat(kernel.threads).containsExactly(Thread.currentThread().getName());
      assertThat(TestThreads.alive()).isEmpty();
    }
  }

  @Test
  void threadsThatCannotAllBeStartedAreNotLeftBehind() {
    assertThat(TestThreads.endWithin(10)).isTrue();
    List<Thread> made = new ArrayList<>();
    ThreadFactory failing =
        work -> {
          if (made.size() == 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          made.add(new Thread(work));
          return made.get(made.size() - 1);
        };
    assertThatThrownBy(() -> new WorkPool(5, failing)).isInstanceOf(OutOfMemoryError.class);
    assertThat(made).hasSize(2);
    assertThat(TestThreads.endWithin(10)).isTrue();
  }

  @Test
  void interruptedHelpersRestAndWorkOn() throws InterruptedException {
    assertThat(TestThreads.endWithin(10)).isTrue();
    try (WorkPool pool = new WorkPool(3)) {
      List<Thread> helpers = TestThreads.alive();
      assertThat(helpers).hasSize(2);
      for (int i = 0; i < 3; i++) {
        helpers.forEach(Thread::interrupt);
        for (Thread helper : helpers) {
          assertThat(rests(helper)).as("%s is %s", helper, helper.getState()).isTrue();
        }
        Counting kernel = new Counting(300, 1);
        pool.run(kernel, 300);
        kernel.requireEachOnce();
      }
    }
  }

  private static boolean rests(Thread helper) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      if (helper.getState() == Thread.State.WAITING && !helper.isInterrupted()) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }

  @Test
  void moreThreadsThanProcessorsAreOfNoUse() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(WorkPool.useful(1)).isOne();
    assertThat(WorkPool.useful(processors)).isEqualTo(processors);
    assertThat(WorkPool.useful(processors + 1)).isEqualTo(processors);
    assertThat(TestThreads.endWithin(10)).isTrue();
    try (VideoSession session =
        Networks.chain().open(SessionOptions.exact().withThreads(processors + 3))) {
      assertThat(TestThreads.alive()).hasSize(processors - 1);
      assertThat(session.options().threads()).as("what was asked for").isEqualTo(processors + 3);
    }
  }

  @Test
  void closeEndsTheThreads() {
    assertThat(TestThreads.endWithin(10)).isTrue();
    WorkPool pool = new WorkPool(4);
    assertThat(TestThreads.alive()).hasSize(3);
    pool.run(new Counting(1000, 1), 1000);
    pool.close();
    pool.close();
    assertThat(TestThreads.endWithin(10)).isTrue();
  }
}

package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.TestThreads;
import org.skipconv.core.internal.kernel.PixelKernel;

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

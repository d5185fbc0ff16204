package org.skipconv.examples.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairQueueTest {

  /** One worker, by a clock of its own: a camera that always wants more, at 40 ms a frame. */
  @Test
  void oneThatIsAlwaysReadyLeavesTheOthersTheirShare() throws InterruptedException {
    Map<String, Long> costs = Map.of("greedy", 40L, "a", 4L, "b", 4L, "c", 8L);
    FairQueue<String> queue = new FairQueue<>();
    costs.keySet().forEach(queue::ready);
    Map<String, Long> time = new HashMap<>();
    for (int turn = 0; turn < 10_000; turn++) {
      String camera = queue.take();
      time.merge(camera, costs.get(camera), Long::sum);
      queue.done(camera, costs.get(camera));
      queue.ready(camera);
    }
    long least = time.values().stream().min(Long::compare).orElseThrow();
    long most = time.values().stream().max(Long::compare).orElseThrow();
    assertThat(time.keySet()).isEqualTo(costs.keySet());
    assertThat(most - least).isLessThanOrEqualTo(40);
  }

  @Test
  void oneThatComesBackDoesNotMakeUpForThePast() throws InterruptedException {
    FairQueue<String> queue = new FairQueue<>();
    queue.ready("idle");
    queue.done(queue.take(), 1);
    for (int turn = 0; turn < 100; turn++) {
      queue.ready("busy");
      queue.done(queue.take(), 10);
    }
    int idle = 0;
    for (int turn = 0; turn < 20; turn++) {
      queue.ready("idle");
      queue.ready("busy");
      String next = queue.take();
      idle += next.equals("idle") ? 1 : 0;
      queue.done(next, 10);
    }
    assertThat(idle).isBetween(9, 11);
  }

  @Test
  void oneIsServedByOneWorkerAtATime() throws InterruptedException {
    FairQueue<String> queue = new FairQueue<>();
    queue.ready("a");
    assertThat(queue.take()).isEqualTo("a");
    queue.ready("a");
    queue.ready("b");
    assertThat(queue.take()).isEqualTo("b");
    CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> take(queue));
    queue.done("a", 1);
    assertThat(next.join()).isEqualTo("a");
  }

  @Test
  void closingEndsWaiting() throws Exception {
    FairQueue<String> queue = new FairQueue<>();
    List<CompletableFuture<String>> waiting =
        List.of(
            CompletableFuture.supplyAsync(() -> take(queue)),
            CompletableFuture.supplyAsync(() -> take(queue)));
    queue.close();
    for (CompletableFuture<String> one : waiting) {
      assertThat(one.get(10, TimeUnit.SECONDS)).isNull();
    }
  }

  private static String take(FairQueue<String> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

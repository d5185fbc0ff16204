package org.skipconv.bench.cli.measure;

import java.util.List;
import java.util.function.IntConsumer;

/** Lets the JIT compiler, the caches and the processor's clock settle before times count. */
public record WarmUp(int leastFrames, double leastSeconds) {

  /**
   * Does something again and again until both limits are reached.
   *
   * @param step is told how often it was done before
   */
  public void settle(IntConsumer step) {
    long start = System.nanoTime();
    for (int i = 0; i < leastFrames || (System.nanoTime() - start) / 1e9 < leastSeconds; i++) {
      step.accept(i);
    }
  }

  /**
   * Runs a peer over frames, again and again, until both limits are reached; it has forgotten them
   * all afterwards.
   */
  public void settle(Peer peer, List<InputTensor> frames) {
    settle(i -> peer.next(frames.get(i % frames.size())));
    peer.reset();
  }
}

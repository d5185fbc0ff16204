package org.skipconv.bench.measure;

import java.util.List;

/** Lets the JIT compiler, the caches and the processor's clock settle before times count. */
public record WarmUp(int leastFrames, double leastSeconds) {

  /**
   * Runs a peer over frames, again and again, until both limits are reached; it has forgotten them
   * all afterwards.
   */
  public void settle(Peer peer, List<InputTensor> frames) {
    long start = System.nanoTime();
    for (int i = 0; i < leastFrames || (System.nanoTime() - start) / 1e9 < leastSeconds; i++) {
      peer.next(frames.get(i % frames.size()));
    }
    peer.reset();
  }
}

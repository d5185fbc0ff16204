package org.skipconv.bench.lab.study;

import java.util.List;

/**
 * Gain of more streams and more threads.
 *
 * @param streams many streams that share the network, each on a thread of its own
 * @param threads one stream on several threads
 */
public record Scaling(List<Streams> streams, List<Threads> threads) {

  /**
   * Some streams.
   *
   * @param streams how many
   * @param path {@code dense} or {@code skip}
   * @param framesPerSecond of all together
   * @param bytesPerStream outside the Java heap, weights not counted
   */
  public record Streams(int streams, String path, double framesPerSecond, long bytesPerStream) {}

  /** One stream on some threads. */
  public record Threads(int threads, String path, double framesPerSecond) {}
}

package org.skipconv.gates.training;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/** Loops on as many threads as PyTorch has. */
final class ParallelPieces {
  private ParallelPieces() {}

  /**
   * Runs some pieces of work, numbered from 0.
   *
   * @param workers makes a worker for each thread
   */
  static void run(int pieces, Supplier<IntConsumer> workers) {
    int threads = Math.min(pieces, torch.get_num_threads());
    IntStream shares = IntStream.range(0, threads);
    (threads > 1 ? shares.parallel() : shares)
        .forEach(
            share -> {
              IntConsumer worker = workers.get();
              int end = (int) ((long) pieces * (share + 1) / threads);
              for (int i = (int) ((long) pieces * share / threads); i < end; i++) {
                worker.accept(i);
              }
            });
  }
}

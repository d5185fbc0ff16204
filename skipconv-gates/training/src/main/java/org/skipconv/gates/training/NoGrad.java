package org.skipconv.gates.training;

import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;

/** Computes without remembering how, so that no gradient flows. */
final class NoGrad {
  private NoGrad() {}

  static <T> T get(Supplier<T> work) {
    NoGradGuard guard = new NoGradGuard();
    try {
      return work.get();
    } finally {
      guard.close();
    }
  }

  static void run(Runnable work) {
    get(
        () -> {
          work.run();
          return null;
        });
  }
}

package org.skipconv.core;

import java.util.List;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.internal.kernel.Kernels;

/**
 * Which kernels this process uses, and why.
 *
 * @param name {@code avx512}, {@code avx2}, {@code portable} or {@code openblas}
 * @param reason why these, in one line
 * @param rejected the better ones that were not taken, each with its reason
 */
public record KernelInfo(String name, String reason, List<String> rejected) {

  private static final int PEAK_ROUNDS = 20;
  private static final int PEAK_ITERATIONS = 100_000;

  public KernelInfo {
    rejected = List.copyOf(rejected);
  }

  /**
   * The kernels that new sessions use.
   *
   * @throws IllegalStateException when {@code SKIPCONV_MAX_ISA} or a required tier cannot be
   *     honoured
   */
  public static KernelInfo current() {
    return KernelSelector.current().info();
  }

  /**
   * What one thread could compute at most, measured now on registers alone: the limit that kernels
   * are compared with.
   *
   * @return floating-point operations a second, or 0 for kernels that are not native
   */
  public static double peakFlops() {
    Kernels kernels = KernelSelector.current();
    double best = 0;
    for (int round = 0; round < PEAK_ROUNDS; round++) {
      long start = System.nanoTime();
      double operations = kernels.fmaLoop(PEAK_ITERATIONS);
      best = Math.max(best, operations * 1e9 / (System.nanoTime() - start));
    }
    return best;
  }

  @Override
  public String toString() {
    return name
        + " ("
        + reason
        + ")"
        + (rejected.isEmpty() ? "" : "; not " + String.join("; not ", rejected));
  }
}

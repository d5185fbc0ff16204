package org.skipconv.core;

import java.util.List;
import org.skipconv.core.internal.kernel.KernelSelector;

/**
 * Kernels that this process uses, and the reason.
 *
 * @param name {@code avx512}, {@code avx2}, {@code portable}, {@code openblas} or {@code java}
 * @param reason why these, in one line
 * @param rejected the better ones that were not taken, each with its reason
 */
public record KernelInfo(String name, String reason, List<String> rejected) {

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
    KernelSelector.Selected selected = KernelSelector.current();
    return new KernelInfo(selected.kernels().name(), selected.reason(), selected.rejected());
  }

  @Override
  public String toString() {
    return KernelSelector.describe(name, reason, rejected);
  }
}

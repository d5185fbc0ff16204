package org.skipconv.core;

import java.util.List;

/**
 * Which kernels this process uses, and why.
 *
 * @param name {@code avx512}, {@code avx2}, {@code portable} or {@code openblas}
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
    return org.skipconv.core.internal.kernel.KernelSelector.current().info();
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

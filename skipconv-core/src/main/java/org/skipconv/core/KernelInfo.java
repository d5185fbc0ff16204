package org.skipconv.core;

import java.util.List;
import org.skipconv.core.internal.kernel.KernelSelector;

/**
 * Kernels that this process uses, and the reason.
 *
 * @param name {@code avx512}, {@code avx2}, {@code neon}, {@code portable}, {@code openblas} or
 *     {@code java}; of bfloat16 {@code avx512_bf16}, {@code amx_bf16}, {@code neon_bf16}, or a
 *     native name followed by {@code bfloat16}
 * @param reason why these, in one line
 * @param rejected the better ones that were not taken, each with its reason
 */
public record KernelInfo(String name, String reason, List<String> rejected) {

  /** Copies its collections. */
  public KernelInfo {
    rejected = List.copyOf(rejected);
  }

  /**
   * {@return the kernels that new sessions use}
   *
   * @throws IllegalStateException when {@code SKIPCONV_MAX_ISA} or a required tier cannot be
   *     honoured
   */
  public static KernelInfo current() {
    return of(KernelSelector.current());
  }

  /**
   * {@return the kernels that a session with these options uses, for their precision}
   *
   * @param options options of a session
   * @throws IllegalStateException when {@code SKIPCONV_MAX_ISA} or a required tier cannot be
   *     honoured, or this process has no kernels of that precision
   * @throws IllegalArgumentException when the options' policy has none
   */
  public static KernelInfo of(SessionOptions options) {
    return of(NetworkSessions.kernels(options));
  }

  private static KernelInfo of(KernelSelector.Selected selected) {
    return new KernelInfo(selected.kernels().name(), selected.reason(), selected.rejected());
  }

  @Override
  public String toString() {
    return KernelSelector.describe(name, reason, rejected);
  }
}

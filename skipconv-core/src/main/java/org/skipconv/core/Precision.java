package org.skipconv.core;

/**
 * Precision in which a session keeps its maps and multiplies. Frames, outputs and what decides
 * (sums, scales, thresholds) are float32 in each.
 */
public enum Precision {
  /** Maps and weights of float32. */
  FLOAT32,

  /**
   * Maps and weights of bfloat16, sums of float32: half the memory, and on a processor with
   * AVX512-BF16 twice the arithmetic; likewise, not yet measured, on an ARM processor with BF16.
   * Elsewhere native kernels widen each value to multiply it, which saves memory and no time.
   * Changes are measured on the values that are kept. Needs native kernels and {@link
   * ResidualPolicy#CARRY}.
   */
  BFLOAT16,

  /** {@link #BFLOAT16} where it saves time, {@link #FLOAT32} elsewhere. */
  AUTO
}

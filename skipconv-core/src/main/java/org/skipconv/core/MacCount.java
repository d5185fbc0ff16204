package org.skipconv.core;

/**
 * Multiply-accumulates of one frame; one MAC is two FLOPs.
 *
 * @param dense what computing every output pixel of every convolution costs
 * @param computed what was spent in convolutions
 * @param gating what the gates spent to decide
 */
public record MacCount(long dense, long computed, long gating) {

  /** {@return {@code computed + gating}} */
  public long spent() {
    return computed + gating;
  }

  /**
   * {@return the share of the dense MACs that was not spent; negative when gating costs more than
   * it saves}
   */
  public double savedShare() {
    return dense == 0 ? 0 : 1 - (double) spent() / dense;
  }

  /** {@return the floating-point operations saved, {@code 2 * (dense - spent)}} */
  public long savedFlops() {
    return 2 * (dense - spent());
  }

  /**
   * {@return the sum of both, part by part}
   *
   * @param other the count to add
   */
  public MacCount plus(MacCount other) {
    return new MacCount(dense + other.dense, computed + other.computed, gating + other.gating);
  }
}

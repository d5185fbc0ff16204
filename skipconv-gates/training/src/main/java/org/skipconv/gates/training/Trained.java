package org.skipconv.gates.training;

import org.jspecify.annotations.NullMarked;

/**
 * Parts of a network that a {@link GateTrainer} changes. Batch norm is folded into scales and
 * biases.
 */
@NullMarked
public enum Trained {
  /** The gates alone, the network staying as it is: fast, needs no labels. Under REBASE. */
  GATES(true, false),
  /** Gates and convolution kernels together; scales and biases stay. Under REBASE. */
  GATES_AND_KERNELS(true, true),
  /** The threshold of each layer's norm gate, the network staying as it is. Under CARRY. */
  THRESHOLDS(false, false),
  /** Thresholds and convolution kernels together; scales and biases stay. Under CARRY. */
  THRESHOLDS_AND_KERNELS(false, true),
  /** Kernels, scales and biases of the dense network, without gates. */
  NETWORK(false, true);

  private final boolean gumbel;
  private final boolean kernels;

  Trained(boolean gumbel, boolean kernels) {
    this.gumbel = gumbel;
    this.kernels = kernels;
  }

  boolean gumbel() {
    return gumbel;
  }

  boolean kernels() {
    return kernels;
  }

  boolean gated() {
    return this != NETWORK;
  }

  boolean thresholds() {
    return gated() && !gumbel;
  }
}

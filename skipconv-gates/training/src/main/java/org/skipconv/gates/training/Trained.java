package org.skipconv.gates.training;

import org.jspecify.annotations.NullMarked;

/**
 * Parts of a network that a {@link GateTrainer} changes. Batch norm is folded into scales and
 * biases.
 */
@NullMarked
public enum Trained {
  /** The gates alone, the network staying as it is: fast, needs no labels. Under REBASE. */
  GATES(Gates.GUMBEL, false),
  /** Gates and convolution kernels together; scales and biases stay. Under REBASE. */
  GATES_AND_KERNELS(Gates.GUMBEL, true),
  /** The threshold of each layer's norm gate, the network staying as it is. Under CARRY. */
  THRESHOLDS(Gates.THRESHOLD, false),
  /** Thresholds and convolution kernels together; scales and biases stay. Under CARRY. */
  THRESHOLDS_AND_KERNELS(Gates.THRESHOLD, true),
  /**
   * The threshold of each layer's gate and the context that moves it, {@code ContextGate}, the
   * network staying as it is. Under CARRY.
   */
  CONTEXT(Gates.CONTEXT, false),
  /** Thresholds, contexts and convolution kernels together; scales and biases stay. Under CARRY. */
  CONTEXT_AND_KERNELS(Gates.CONTEXT, true),
  /** Kernels, scales and biases of the dense network, without gates. */
  NETWORK(Gates.NONE, true);

  private enum Gates {
    NONE,
    GUMBEL,
    THRESHOLD,
    CONTEXT
  }

  private final Gates gates;
  private final boolean kernels;

  Trained(Gates gates, boolean kernels) {
    this.gates = gates;
    this.kernels = kernels;
  }

  boolean gumbel() {
    return gates == Gates.GUMBEL;
  }

  boolean context() {
    return gates == Gates.CONTEXT;
  }

  boolean kernels() {
    return kernels;
  }

  boolean gated() {
    return gates != Gates.NONE;
  }

  /** Whether there are thresholds, with a context or without. */
  boolean thresholds() {
    return gates == Gates.THRESHOLD || gates == Gates.CONTEXT;
  }
}

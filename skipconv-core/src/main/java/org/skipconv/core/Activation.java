package org.skipconv.core;

/** The element-wise functions that a network may apply. */
public enum Activation {
  /** {@code x} */
  NONE,
  /** {@code max(x, 0)} */
  RELU,
  /** {@code min(max(x, 0), 6)} */
  RELU6,
  /** {@code x * sigmoid(x)}, also called swish. */
  SILU,
  /** {@code 1 / (1 + exp(-x))} */
  SIGMOID;

  /**
   * The function itself, in double precision: the definition that every kernel is tested against.
   */
  public double apply(double x) {
    return switch (this) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case SILU -> x / (1 + Math.exp(-x));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }
}

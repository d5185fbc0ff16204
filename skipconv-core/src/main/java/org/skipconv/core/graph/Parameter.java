package org.skipconv.core.graph;

import org.skipconv.core.Tensor;

/**
 * A tensor of an operation under its published name.
 *
 * @param name key in the state dict that the network was built from; layers that share a tensor
 *     share its name
 * @param role of the tensor in its operation
 * @param tensor its values
 */
public record Parameter(String name, Role role, Tensor tensor) {

  /** Meaning of a tensor to its operation. */
  public enum Role {
    /** Kernel of a convolution. */
    WEIGHT,
    /** Factor per output channel: what a folded batch norm multiplies by. */
    SCALE,
    /** Summand per output channel: a bias, with the shift of a folded batch norm. */
    BIAS,
    /** Constant of an expression. */
    CONSTANT
  }
}

package org.skipconv.core;

/**
 * Description of the convolution that a {@link Gate} serves.
 *
 * @param name of the convolution
 * @param spec its geometry
 * @param input shape of its input
 * @param output shape of its output
 * @param meanAbsWeight mean of |w| over all weights of the layer, folded batch norm included
 * @param policy the residual policy of the session
 */
public record GatedLayer(
    String name,
    ConvSpec spec,
    Shape input,
    Shape output,
    double meanAbsWeight,
    ResidualPolicy policy) {

  /**
   * {@return the number of input values that one output pixel of one group's kernel sees with all
   * channels: channels times taps}
   */
  public int windowElements() {
    return input.channels() * spec.taps();
  }
}

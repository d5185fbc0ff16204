package org.skipconv.core;

import java.util.Objects;

/**
 * The weights of a convolution to one channel, as a learned gate applies it to |r|: {@link
 * Residual#absConvolution}. Immutable; make it once and use it for every frame.
 */
public final class OneChannelKernel {
  private final Tensor weight;

  private OneChannelKernel(Tensor weight) {
    this.weight = weight;
  }

  /**
   * {@return a kernel}
   *
   * @param weight [1, channels, kernel height, kernel width], finite
   * @throws IllegalArgumentException when the shape is another one, or a value is NaN or infinite
   */
  public static OneChannelKernel of(Tensor weight) {
    Objects.requireNonNull(weight, "weight");
    if (weight.rank() != 4 || weight.size(0) != 1 || weight.elements() == 0) {
      throw new IllegalArgumentException(
          "the kernel of a convolution to one channel must be"
              + " [1, channels, kernel height, kernel width], but is "
              + weight);
    }
    for (float value : weight.values()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("the kernel holds NaN or infinity");
      }
    }
    return new OneChannelKernel(weight);
  }

  /** {@return the weight, [1, channels, kernel height, kernel width]} */
  public Tensor weight() {
    return weight;
  }

  /** {@return the multiply-accumulates of one output pixel: channels times taps} */
  public int macsPerPixel() {
    return weight.elements();
  }

  /**
   * Checks that the kernel has the channels of a layer's input, all groups together, and the
   * layer's own kernel size.
   *
   * @param layer the layer that the kernel looks at
   * @throws IllegalArgumentException when it has not
   */
  public void requireFits(GatedLayer layer) {
    ConvSpec spec = layer.spec();
    if (weight.size(1) != layer.input().channels()
        || weight.size(2) != spec.kernelHeight()
        || weight.size(3) != spec.kernelWidth()) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s: a convolution to one channel of its residual needs a kernel [1, %d, %d,"
                  + " %d], but this one is %s",
              layer.name(),
              layer.input().channels(),
              spec.kernelHeight(),
              spec.kernelWidth(),
              weight));
    }
  }

  @Override
  public String toString() {
    return "OneChannelKernel of " + weight;
  }
}

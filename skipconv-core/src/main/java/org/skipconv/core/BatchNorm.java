package org.skipconv.core;

import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation at inference: {@code y = (x - mean) / sqrt(variance + epsilon) * gamma +
 * beta} per channel. A network holds none: it is folded into the convolution before it.
 *
 * @param gamma factor per channel
 * @param beta summand per channel
 * @param mean running mean per channel
 * @param variance running variance per channel
 * @param epsilon added to the variance
 * @param name path in the state dict, under which scale and shift can be found again, or null
 */
public record BatchNorm(
    Tensor gamma,
    Tensor beta,
    Tensor mean,
    Tensor variance,
    double epsilon,
    @Nullable String name) {

  /**
   * A batch norm without a published name.
   *
   * @param gamma [channels], the factor
   * @param beta [channels], what is added
   * @param mean [channels]
   * @param variance [channels], 0 or more
   * @param epsilon added to the variance
   */
  public BatchNorm(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, double epsilon) {
    this(gamma, beta, mean, variance, epsilon, null);
  }

  /** Refuses impossible values. */
  public BatchNorm {
    int channels = gamma.elements();
    if (beta.elements() != channels
        || mean.elements() != channels
        || variance.elements() != channels) {
      throw new IllegalArgumentException(
          "gamma, beta, mean and variance must have the same length, but have "
              + channels
              + ", "
              + beta.elements()
              + ", "
              + mean.elements()
              + ", "
              + variance.elements());
    }
  }

  /** {@return the number of channels} */
  public int channels() {
    return gamma.elements();
  }

  /** {@return {@code gamma / sqrt(variance + epsilon)} of each channel} */
  public Tensor scale() {
    float[] scale = new float[channels()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = (float) factor(c);
    }
    return Tensor.of(scale, scale.length);
  }

  /**
   * {@return {@code beta + (bias - mean) * scale} of each channel}
   *
   * @param bias of the convolution before, or null for none
   */
  public Tensor shift(@Nullable Tensor bias) {
    float[] shift = new float[channels()];
    for (int c = 0; c < shift.length; c++) {
      double before = bias == null ? 0 : bias.get(c);
      shift[c] = (float) (beta.get(c) + (before - mean.get(c)) * factor(c));
    }
    return Tensor.of(shift, shift.length);
  }

  private double factor(int c) {
    return gamma.get(c) / Math.sqrt(variance.get(c) + epsilon);
  }
}

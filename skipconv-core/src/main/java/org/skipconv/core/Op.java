package org.skipconv.core;

import java.util.Arrays;
import java.util.List;

/** What a {@link Node} of a {@link SkipNetwork} computes: a small, closed set. */
public sealed interface Op {

  /** The frame. */
  record Input() implements Op {}

  /**
   * {@code y = (w * x) * scale + bias}, any number of groups.
   *
   * @param spec geometry
   * @param weight [out, in / groups, kernel height, kernel width]; layers that share weights share
   *     this object
   * @param scale per output channel, or null for 1: what lets layers share weights and differ in
   *     their batch norm
   * @param bias per output channel, never null
   */
  record Conv(ConvSpec spec, Tensor weight, Tensor scale, Tensor bias) implements Op {
    public int outChannels() {
      return weight.size(0);
    }
  }

  /** Element-wise function. */
  record Activate(Activation function) implements Op {}

  /**
   * {@code sum of factor_i * x_i}, all of the same shape; plain addition when the factors are 1.
   */
  record Sum(List<Float> factors) implements Op {
    public Sum {
      factors = List.copyOf(factors);
    }
  }

  /** Maximum over a window; cells outside the map do not take part. */
  record MaxPool(ConvSpec spec) implements Op {}

  /** Change of height and width. */
  record Resize(Mode mode, int height, int width) implements Op {
    /** The rule by which a resized pixel finds its source. */
    public enum Mode {
      /** {@code source = floor(target * sourceSize / targetSize)}. */
      NEAREST,
      /** Half-pixel centres, edge pixels repeated, no antialias. */
      BILINEAR
    }
  }

  /** Channels one after the other. */
  record Concat() implements Op {}

  /**
   * {@code y = x * sigmoid(expand(inner(reduce(mean of x over height and width))))}, one factor per
   * channel (Hu et al., Squeeze-and-Excitation Networks, CVPR 2018): every pixel of the result
   * depends on every pixel of the operand. With c channels, squeezed to r:
   *
   * @param reduceWeight [r, c, 1, 1]
   * @param reduceBias [r]
   * @param expandWeight [c, r, 1, 1]
   * @param expandBias [c]
   * @param inner the function between the two 1x1 convolutions
   */
  record SqueezeExcite(
      Tensor reduceWeight,
      Tensor reduceBias,
      Tensor expandWeight,
      Tensor expandBias,
      Activation inner)
      implements Op {

    public SqueezeExcite {
      if (inner == null) {
        throw new IllegalArgumentException("the inner activation must not be null");
      }
      if (expandWeight.rank() != 4 || reduceWeight.rank() != 4) {
        throw new IllegalArgumentException(
            "the weights must be [r, c, 1, 1] and [c, r, 1, 1], but are "
                + reduceWeight
                + " and "
                + expandWeight);
      }
      int channels = expandWeight.size(0);
      int squeezed = reduceWeight.size(0);
      requireShape("reduceWeight", reduceWeight, squeezed, channels, 1, 1);
      requireShape("reduceBias", reduceBias, squeezed);
      requireShape("expandWeight", expandWeight, channels, squeezed, 1, 1);
      requireShape("expandBias", expandBias, channels);
    }

    private static void requireShape(String name, Tensor tensor, int... shape) {
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw new IllegalArgumentException(
            name + " must be " + Arrays.toString(shape) + ", but is " + tensor);
      }
    }

    /** c, the channels of operand and result. */
    public int channels() {
      return expandWeight.size(0);
    }

    /** r, the channels between the two convolutions. */
    public int squeezed() {
      return reduceWeight.size(0);
    }

    /** Multiply-accumulates of the two convolutions, which see a map of one pixel. */
    public long macs() {
      return 2L * channels() * squeezed();
    }
  }
}

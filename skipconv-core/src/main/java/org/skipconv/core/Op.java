package org.skipconv.core;

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
}

package org.skipconv.gates;

import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Node;
import org.skipconv.core.OneChannelKernel;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.Tensor;

/**
 * A learned gate at inference (Habibian et al. 2021, equation 8): one convolution of |r| to one
 * channel, with the layer's own kernel size, stride, padding and dilation, and a bias. A pixel is
 * open where that logit is 0 or more; with blocks, where the largest logit of its block is. There
 * is no noise and no temperature here: both belong to training.
 *
 * <p>It needs |r| channel by channel, which {@link ResidualPolicy#REBASE} keeps.
 *
 * <p>Where nothing in a pixel's window changed, the logit is the bias: the convolution is left out
 * there, and what is computed is what {@link State#decide} returns as cost. Such a pixel may be
 * open, by its bias or in an open block; the engine does not compute it even so, since adding the
 * convolution of a residual of 0 changes nothing.
 */
public final class GumbelGate implements Gate {
  private final OneChannelKernel kernel;
  private final float bias;
  private final int block;

  private GumbelGate(OneChannelKernel kernel, float bias, int block) {
    this.kernel = kernel;
    this.bias = bias;
    this.block = block;
  }

  /**
   * {@return a gate with learned parameters}
   *
   * @param weight [1, channels of the layer's input, kernel height, kernel width], finite
   * @param bias finite
   * @param block side of the blocks that open as a whole, in output pixels: 1, 2, 4 or 8. Where a
   *     side of the map is no multiple, the last blocks are cut off by the border.
   */
  public static GumbelGate of(Tensor weight, float bias, int block) {
    if (!Float.isFinite(bias)) {
      throw new IllegalArgumentException("the bias must be finite, but is " + bias);
    }
    return new GumbelGate(OneChannelKernel.of(weight), bias, BlockGate.requireSize(block));
  }

  /** {@return the weight, [1, channels, kernel height, kernel width]} */
  public Tensor weight() {
    return kernel.weight();
  }

  /** {@return the bias of the gate's logit} */
  public float bias() {
    return bias;
  }

  /** {@return the side of a block in output pixels} */
  public int block() {
    return block;
  }

  /**
   * {@return the multiply-accumulates that the paper and its released code count for the gate of a
   * layer, for every frame that is no keyframe, whatever changed: a logit for each output pixel,
   * {@code Hout * Wout * channels * taps}, the channels being those of all groups} A session's
   * report counts the logits that were computed, which are never more.
   *
   * @param convolution the layer
   * @throws IllegalArgumentException when the node is no convolution
   */
  public static long publishedMacs(Node convolution) {
    if (!convolution.isConvolution()) {
      throw new IllegalArgumentException(convolution + " is no convolution");
    }
    long taps = convolution.conv().spec().taps();
    return taps * convolution.input().shape().channels() * convolution.shape().pixels();
  }

  /**
   * Checks that the weights have the shape that a layer needs.
   *
   * @throws IllegalArgumentException when they have not
   */
  void requireFits(GatedLayer layer) {
    kernel.requireFits(layer);
  }

  @Override
  public State open(GatedLayer layer) {
    if (layer.policy() != ResidualPolicy.REBASE) {
      throw new IllegalArgumentException(
          "layer "
              + layer.name()
              + ": a learned gate needs ResidualPolicy.REBASE, but the session's policy is "
              + layer.policy());
    }
    requireFits(layer);
    Gate pixels = each -> new Logits(each.output().pixels());
    return BlockGate.of(pixels, block).open(layer);
  }

  @Override
  public String toString() {
    return "GumbelGate(" + weight() + ", bias " + bias + ", block " + block + ")";
  }

  /** Opens single pixels; the largest logit of a block is 0 or more when any of them is. */
  private final class Logits implements State {
    /** Without the bias. */
    private final float[] sums;

    Logits(int pixels) {
      sums = new float[pixels];
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      int computed = residual.absConvolution(kernel, 0, sums);
      int i = 0;
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++, i++) {
          // Not a number opens: a pixel of which nothing is known must not stay as it is.
          mask.set(y, x, !(sums[i] < -bias));
        }
      }
      return (long) computed * kernel.macsPerPixel();
    }
  }
}

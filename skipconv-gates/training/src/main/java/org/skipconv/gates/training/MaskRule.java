package org.skipconv.gates.training;

import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;

/** Decides which output pixels of a layer are open, in training. */
interface MaskRule {

  /** View that a rule has of a layer: some frames under REBASE, one under CARRY. */
  interface LayerView {
    /** The sum of |r| over each output pixel's window, [n, 1, height, width]. */
    Tensor pending();

    /**
     * |r|, channel by channel, [n, C, input height, input width].
     *
     * @throws IllegalStateException under CARRY, which does not keep it
     */
    Tensor size();

    /** Mean |x| of the layer's input in the keyframe of each of the n, [n, 1, 1, 1]. */
    Tensor inputScale();

    /**
     * Change of the picture under each pixel in this frame alone, see {@link
     * org.skipconv.core.Residual#pictureChange}, [n, 1, height, width].
     *
     * @throws IllegalStateException unless the rule {@link MaskRule#seesPicture}
     */
    Tensor picture();

    /** Number of the first frame seen, from 1. */
    int frame();

    /** Number of clips. */
    int clips();
  }

  /** Opens everything: computes whatever saw a change. */
  MaskRule ALL_OPEN = (layer, view) -> null;

  /**
   * The mask of a layer.
   *
   * @param layer a convolution
   * @return [n, 1, height, width], 1 for open and 0 for closed, or between them in a soft gate;
   *     null when all is open
   */
  Tensor mask(Node layer, LayerView view);

  /** Whether it asks for the picture's change. */
  default boolean seesPicture() {
    return false;
  }
}

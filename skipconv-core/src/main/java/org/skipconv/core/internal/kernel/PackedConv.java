package org.skipconv.core.internal.kernel;

import org.skipconv.core.Op;

/**
 * A convolution's parameters in the layout of one kernel implementation. Outlives sessions; its
 * memory is freed with the network.
 *
 * @param conv what was packed
 * @param weights in the kernel's own order
 * @param blocks the kernel's own description of runs of output channels; null where it needs none
 * @param scale one value per output channel, padded with 0 to whole blocks
 * @param bias likewise
 * @param parts number of runs of output channels
 * @param depthwise one input channel and one output channel a group
 */
public record PackedConv(
    Op.Conv conv,
    Memory weights,
    Memory blocks,
    Memory scale,
    Memory bias,
    int parts,
    boolean depthwise) {

  static boolean isDepthwise(Op.Conv conv, int inChannels) {
    return conv.spec().groups() == inChannels && conv.outChannels() == inChannels && inChannels > 1;
  }

  /** Scale or bias padded to a multiple of {@link Maps#CHANNEL_ALIGNMENT}. */
  static Memory perChannel(org.skipconv.core.Tensor values, int channels, float absent) {
    float[] padded = new float[Maps.alignedChannels(channels)];
    for (int c = 0; c < channels; c++) {
      padded[c] = values == null ? absent : values.get(c);
    }
    return Memory.of(padded);
  }
}

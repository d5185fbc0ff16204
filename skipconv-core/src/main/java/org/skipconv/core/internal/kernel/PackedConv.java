package org.skipconv.core.internal.kernel;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;

/**
 * A convolution's parameters in the layout of one kernel implementation. Outlives sessions.
 *
 * @param conv what was packed
 * @param weights in the kernel's own order
 * @param blocks the kernel's own description of runs of output channels; null where it needs none
 * @param scale one value per output channel, padded with 0 to whole blocks
 * @param bias likewise
 * @param half the weights are in half precision, which all of them fit exactly
 * @param parts number of runs of output channels
 * @param depthwise one input channel and one output channel a group
 */
public record PackedConv(
    Conv conv,
    Memory weights,
    Memory blocks,
    Memory scale,
    Memory bias,
    boolean half,
    int parts,
    boolean depthwise)
    implements AutoCloseable {

  /** Parameters as the convolution has them, for kernels that read them where they are. */
  static PackedConv unpacked(Conv conv, int inChannels) {
    boolean depthwise = isDepthwise(conv, inChannels);
    return new PackedConv(conv, null, null, null, null, false, 1, depthwise);
  }

  /** The same with weights that are bfloat16s. */
  static Conv rounded(Conv conv) {
    float[] weights = conv.weight().values().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Bfloat16.rounded(weights[i]);
    }
    Tensor rounded = Tensor.of(weights, conv.weight().shape());
    return new Conv(conv.spec(), rounded, conv.scale(), conv.bias());
  }

  static boolean isDepthwise(Conv conv, int inChannels) {
    return conv.spec().groups() == inChannels && conv.outChannels() == inChannels && inChannels > 1;
  }

  /** Scale or bias padded to a multiple of {@link Plane#CHANNEL_ALIGNMENT}. */
  static Memory perChannel(Tensor values, int channels, float absent) {
    float[] padded = new float[Plane.alignedChannels(channels)];
    for (int c = 0; c < channels; c++) {
      padded[c] = values == null ? absent : values.get(c);
    }
    return Memory.of(padded);
  }

  /** Bytes of several outside the Java heap; what they share counts once. */
  public static long bytes(Collection<PackedConv> convolutions) {
    return convolutions.stream()
        .flatMap(conv -> Stream.of(conv.weights, conv.blocks, conv.scale, conv.bias))
        .filter(Objects::nonNull)
        .distinct()
        .mapToLong(Memory::size)
        .sum();
  }

  /** Frees the memory, also where others share it. */
  @Override
  public void close() {
    for (Memory memory : Arrays.asList(weights, blocks, scale, bias)) {
      if (memory != null) {
        memory.close();
      }
    }
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;

/**
 * Weights in the order in which the C++ kernels stream them: for each block of output channels
 * [tap][input][output], depthwise [tap][output].
 *
 * <p>Weights that all fit half precision exactly, as those of a file in half precision do when
 * batch norm is kept apart as a scale, are stored so: deep layers are bound by the memory that
 * their weights come from.
 *
 * <p>Groups need no kernel of their own: a block reads the input channels of all groups it touches,
 * with weight 0 where output and input are in different groups.
 */
final class NativePacking {
  private NativePacking() {}

  /** Mirrors {@code sk_block}. */
  private record Block(long weights, int vectors, int channel, int input, int inputs) {}

  static PackedConv pack(
      Conv conv, int inChannels, PackedConv sharing, int lanes, int maxVectors, boolean halves) {
    boolean depthwise = PackedConv.isDepthwise(conv, inChannels);
    List<Block> blocks = blocks(conv, inChannels, depthwise, lanes, maxVectors);
    boolean half = halves && !depthwise && fitsHalf(conv.weight());
    Memory weights =
        sharing != null ? sharing.weights() : packWeights(conv, blocks, depthwise, lanes, half);
    return new PackedConv(
        conv,
        weights,
        sharing != null ? sharing.blocks() : table(blocks),
        PackedConv.perChannel(conv.scale(), conv.outChannels(), 1),
        PackedConv.perChannel(conv.bias(), conv.outChannels(), 0),
        half,
        blocks.size(),
        depthwise);
  }

  private static List<Block> blocks(
      Conv conv, int inChannels, boolean depthwise, int lanes, int maxVectors) {
    int out = conv.outChannels();
    int groups = conv.spec().groups();
    int vectors = (out + lanes - 1) / lanes;
    int count = (vectors + maxVectors - 1) / maxVectors;
    List<Block> blocks = new ArrayList<>();
    long weights = 0;
    int done = 0;
    for (int b = 0; b < count; b++) {
      // Evenly sized blocks: 3 + 2 vectors keep more of a register file busy than 4 + 1.
      int take = (vectors - done) / (count - b) + ((vectors - done) % (count - b) > 0 ? 1 : 0);
      int channel = done * lanes;
      int last = Math.min(channel + take * lanes, out) - 1;
      int firstGroup = channel / (out / groups);
      int lastGroup = last / (out / groups);
      int perGroup = inChannels / groups;
      int input = depthwise ? channel : firstGroup * perGroup;
      int inputs = depthwise ? 1 : (lastGroup - firstGroup + 1) * perGroup;
      blocks.add(new Block(weights, take, channel, input, inputs));
      weights += (long) conv.spec().taps() * inputs * take * lanes;
      done += take;
    }
    return blocks;
  }

  private static Memory packWeights(
      Conv conv, List<Block> blocks, boolean depthwise, int lanes, boolean half) {
    Block end = blocks.get(blocks.size() - 1);
    int taps = conv.spec().taps();
    long size = end.weights() + (long) taps * end.inputs() * end.vectors() * lanes;
    Memory memory = half ? Memory.ofBytes(size * Short.BYTES) : Memory.ofFloats(size);
    FloatBuffer floats = memory.floats();
    ShortBuffer shorts = memory.bytes().asShortBuffer();
    for (Block block : blocks) {
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < block.inputs(); i++) {
          for (int o = block.channel(); o < block.channel() + block.vectors() * lanes; o++) {
            float w =
                depthwise ? weight(conv, o, 0, tap) : grouped(conv, o, block.input() + i, tap);
            if (half) {
              shorts.put(Half.fromFloat(w));
            } else {
              floats.put(w);
            }
          }
        }
      }
    }
    return memory;
  }

  private static float grouped(Conv conv, int out, int in, int tap) {
    int perGroup = conv.weight().size(1);
    int outPerGroup = conv.outChannels() / conv.spec().groups();
    return out < conv.outChannels() && in / perGroup == out / outPerGroup
        ? weight(conv, out, in % perGroup, tap)
        : 0;
  }

  private static float weight(Conv conv, int out, int in, int tap) {
    Tensor weight = conv.weight();
    return out < weight.size(0)
        ? weight.get((out * weight.size(1) + in) * conv.spec().taps() + tap)
        : 0;
  }

  private static boolean fitsHalf(Tensor weight) {
    for (float value : weight.values()) {
      if (!Half.isExact(value)) {
        return false;
      }
    }
    return true;
  }

  private static Memory table(List<Block> blocks) {
    Memory memory = Memory.ofBytes((long) blocks.size() * NativeLayout.BLOCK_BYTES);
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      new NativeStruct(memory, i * NativeLayout.BLOCK_BYTES)
          .putLong(NativeLayout.BLOCK_WEIGHTS, block.weights())
          .put(NativeLayout.BLOCK_VECTORS, block.vectors())
          .put(NativeLayout.BLOCK_CHANNEL, block.channel())
          .put(NativeLayout.BLOCK_INPUT, block.input())
          .put(NativeLayout.BLOCK_INPUTS, block.inputs());
    }
    return memory;
  }
}

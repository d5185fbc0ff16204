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
 * their weights come from. Those for an input of bfloat16 are rounded to bfloat16, and stored by
 * steps: [tap][step of inputs][output][input of the step], with weights 0 after the last input.
 *
 * <p>Groups need no kernel of their own: a block reads the input channels of all groups it touches,
 * with weight 0 where output and input are in different groups.
 */
final class NativePacking {
  private final int lanes;
  private final int maxVectors;
  private final boolean halves;
  private final int step;

  /**
   * A packing.
   *
   * @param lanes floats of a register
   * @param maxVectors registers of a full block
   * @param halves whether the kernels read half precision
   * @param step input channels that they take at once where the input is of bfloat16; 0 where it is
   *     not
   */
  NativePacking(int lanes, int maxVectors, boolean halves, int step) {
    this.lanes = lanes;
    this.maxVectors = maxVectors;
    this.halves = halves;
    this.step = step;
  }

  /** Form in which a weight is stored. */
  private enum Storage {
    FLOAT,
    HALF,
    BFLOAT16
  }

  /** Mirrors {@code sk_block}. */
  private record Block(long weights, int vectors, int channel, int input, int inputs) {
    /** Inputs that weights are stored for. */
    int stored(int step) {
      return (inputs + step - 1) / step * step;
    }
  }

  PackedConv pack(Conv conv, int inChannels, PackedConv sharing) {
    boolean depthwise = PackedConv.isDepthwise(conv, inChannels);
    List<Block> blocks = blocks(conv, inChannels, depthwise);
    Storage storage = storage(conv, depthwise);
    Memory weights =
        sharing != null ? sharing.weights() : packWeights(conv, blocks, depthwise, storage);
    return new PackedConv(
        conv,
        weights,
        sharing != null ? sharing.blocks() : table(blocks),
        PackedConv.perChannel(conv.scale(), conv.outChannels(), 1),
        PackedConv.perChannel(conv.bias(), conv.outChannels(), 0),
        storage == Storage.HALF,
        blocks.size(),
        depthwise);
  }

  private Storage storage(Conv conv, boolean depthwise) {
    if (depthwise) {
      return Storage.FLOAT;
    }
    if (step > 0) {
      return Storage.BFLOAT16;
    }
    return halves && fitsHalf(conv.weight()) ? Storage.HALF : Storage.FLOAT;
  }

  private int step(boolean depthwise) {
    return depthwise ? 1 : Math.max(1, step);
  }

  private List<Block> blocks(Conv conv, int inChannels, boolean depthwise) {
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
      Block block = new Block(weights, take, channel, input, inputs);
      blocks.add(block);
      weights += (long) conv.spec().taps() * block.stored(step(depthwise)) * take * lanes;
      done += take;
    }
    return blocks;
  }

  private Memory packWeights(Conv conv, List<Block> blocks, boolean depthwise, Storage storage) {
    Block end = blocks.get(blocks.size() - 1);
    int taps = conv.spec().taps();
    int together = step(depthwise);
    long size = end.weights() + (long) taps * end.stored(together) * end.vectors() * lanes;
    boolean wide = storage == Storage.FLOAT;
    Memory memory = wide ? Memory.ofFloats(size) : Memory.ofBytes(size * Short.BYTES);
    FloatBuffer floats = memory.floats();
    ShortBuffer shorts = memory.bytes().asShortBuffer();
    for (Block block : blocks) {
      int endChannel = block.channel() + block.vectors() * lanes;
      for (int tap = 0; tap < taps; tap++) {
        for (int first = 0; first < block.inputs(); first += together) {
          for (int o = block.channel(); o < endChannel; o++) {
            for (int i = first; i < first + together; i++) {
              float w = depthwise ? weight(conv, o, 0, tap) : grouped(conv, o, block, i, tap);
              switch (storage) {
                case FLOAT -> floats.put(w);
                case HALF -> shorts.put(Half.fromFloat(w));
                case BFLOAT16 -> shorts.put(Bfloat16.fromFloat(w));
              }
            }
          }
        }
      }
    }
    return memory;
  }

  private static float grouped(Conv conv, int out, Block block, int i, int tap) {
    int in = block.input() + i;
    if (i >= block.inputs()) {
      return 0;
    }
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

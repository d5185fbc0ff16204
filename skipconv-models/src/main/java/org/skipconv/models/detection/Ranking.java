package org.skipconv.models.detection;

import java.util.Arrays;

/** Candidates of all levels, to be put in order. */
final class Ranking {
  final int[] levels;
  final int[] ys;
  final int[] xs;
  final int[] channels;
  final float[] logits;
  private int size;

  Ranking(int capacity) {
    levels = new int[capacity];
    ys = new int[capacity];
    xs = new int[capacity];
    channels = new int[capacity];
    logits = new float[capacity];
  }

  void add(int level, int y, int x, int channel, float logit) {
    levels[size] = level;
    ys[size] = y;
    xs[size] = x;
    channels[size] = channel;
    logits[size++] = logit;
  }

  /** Indices by falling logit, and among equals by rising index. */
  int[] best(int count) {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (long) ~ordered(logits[i]) << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).limit(count).mapToInt(key -> (int) key).toArray();
  }

  /** An int that orders as the float does. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}

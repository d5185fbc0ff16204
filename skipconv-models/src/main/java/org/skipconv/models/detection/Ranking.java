package org.skipconv.models.detection;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

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

  /**
   * Indices by falling logit, and among equals by rising index. Found one by one: of thousands of
   * candidates the first hundred mostly make all detections.
   */
  PrimitiveIterator.OfInt best(int count) {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (long) ~ordered(logits[i]) << 32 | i;
    }
    return new Smallest(keys, Math.min(count, size));
  }

  /** Low halves of some keys, the smallest key first, from a heap. */
  private static final class Smallest implements PrimitiveIterator.OfInt {
    private final long[] heap;
    private int size;
    private int left;

    Smallest(long[] keys, int count) {
      heap = keys;
      size = keys.length;
      left = count;
      for (int i = size / 2 - 1; i >= 0; i--) {
        sink(i, heap[i]);
      }
    }

    private void sink(int from, long key) {
      int at = from;
      int child = 2 * at + 1;
      while (child < size) {
        if (child + 1 < size && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= key) {
          break;
        }
        heap[at] = heap[child];
        at = child;
        child = 2 * at + 1;
      }
      heap[at] = key;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public int nextInt() {
      if (left == 0) {
        throw new NoSuchElementException("all candidates have been looked at");
      }
      left--;
      int next = (int) heap[0];
      size--;
      if (size > 0) {
        sink(0, heap[size]);
      }
      return next;
    }
  }

  /** An int that orders as the float does. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }
}

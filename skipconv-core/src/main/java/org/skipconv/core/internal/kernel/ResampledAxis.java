package org.skipconv.core.internal.kernel;

import java.nio.IntBuffer;

/**
 * One axis of a bilinear resampling.
 *
 * @param sourceSize pixels of the source
 * @param size outputs
 * @param begin first output that is sampled
 * @param end output after the last that is sampled
 * @param table of each output its first and second source pixel and their weights, table after
 *     table
 */
public record ResampledAxis(int sourceSize, int size, int begin, int end, Memory table) {

  /** Makes an axis; of outputs that are not sampled the tables may hold anything. */
  public static ResampledAxis of(
      int sourceSize,
      int begin,
      int end,
      int[] first,
      int[] second,
      float[] firstWeight,
      float[] secondWeight) {
    int size = first.length;
    Memory table = Memory.ofInts(4L * size);
    IntBuffer pixels = table.ints();
    pixels.put(0, first).put(size, second);
    table.floats().put(2 * size, firstWeight).put(3 * size, secondWeight);
    return new ResampledAxis(sourceSize, size, begin, end, table);
  }

  int first(int output) {
    return table.ints().get(output);
  }

  int second(int output) {
    return table.ints().get(size + output);
  }

  float firstWeight(int output) {
    return table.floats().get(2 * size + output);
  }

  float secondWeight(int output) {
    return table.floats().get(3 * size + output);
  }
}

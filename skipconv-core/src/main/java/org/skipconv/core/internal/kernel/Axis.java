package org.skipconv.core.internal.kernel;

import java.util.function.IntToDoubleFunction;

/**
 * Rows, or columns, of an operand that each row or column of the output reads.
 *
 * @param source int32 table, one entry an output row or column; in a gather a negative entry stands
 *     for 0
 * @param next int32 table of a second source, or null where there is none
 * @param weight float table of the second source's weight, or null
 */
public record Axis(Memory source, Memory next, Memory weight) {
  /** One source each. */
  public static Axis of(Memory source) {
    return new Axis(source, null, null);
  }

  /**
   * Two sources each.
   *
   * @param place of an output row or column among the input's: between the one of that whole number
   *     and the next
   */
  public static Axis between(Planes owner, int in, int out, IntToDoubleFunction place) {
    int[] source = new int[out];
    int[] next = new int[out];
    float[] weight = new float[out];
    for (int i = 0; i < out; i++) {
      double position = place.applyAsDouble(i);
      source[i] = (int) position;
      next[i] = Math.min(source[i] + 1, in - 1);
      weight[i] = (float) (position - source[i]);
    }
    return new Axis(owner.tableOf(source), owner.tableOf(next), owner.tableOf(weight));
  }

  /** The source of an output row or column; an axis of null reads the row or column itself. */
  static int source(Axis axis, int i) {
    return axis == null ? i : axis.source.ints().get(i);
  }
}

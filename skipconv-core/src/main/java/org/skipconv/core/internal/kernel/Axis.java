package org.skipconv.core.internal.kernel;

/**
 * Which rows, or which columns, of an operand each row or column of the output reads.
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

  /** Two sources each, with half-pixel centres and edges repeated. */
  public static Axis bilinear(Planes owner, int in, int out) {
    int[] source = new int[out];
    int[] next = new int[out];
    float[] weight = new float[out];
    for (int i = 0; i < out; i++) {
      double position = Math.max((i + 0.5) * in / out - 0.5, 0);
      source[i] = Math.min((int) position, in - 1);
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

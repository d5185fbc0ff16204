package org.skipconv.core.graph;

/** Choice of lines, rows or columns: which line of the input each line of the output is. */
public sealed interface AxisMap {

  /** Returns the number of output lines for so many input lines. */
  int size(int inputs);

  /**
   * Returns the input line that an output line is a copy of.
   *
   * @param output index of the output line
   * @param inputs number of input lines
   */
  int source(int output, int inputs);

  /** Returns the same choice where lines have become {@code to / from} times as many. */
  AxisMap resized(int to, int from);

  /** Returns the choice of every line, in order. */
  static AxisMap identity() {
    return new Identity();
  }

  /** Returns the choice of the nearest lines, {@code floor(output * inputs / outputs)}. */
  static AxisMap nearest(int outputs) {
    return new Nearest(outputs);
  }

  /** Every line, in order. */
  record Identity() implements AxisMap {
    @Override
    public int size(int inputs) {
      return inputs;
    }

    @Override
    public int source(int output, int inputs) {
      return output;
    }

    @Override
    public AxisMap resized(int to, int from) {
      return this;
    }
  }

  /**
   * Nearest-neighbour resizing, {@code floor(output * inputs / outputs)}.
   *
   * @param outputs number of output lines
   */
  record Nearest(int outputs) implements AxisMap {
    @Override
    public int size(int inputs) {
      return outputs;
    }

    @Override
    public int source(int output, int inputs) {
      return Math.toIntExact((long) output * inputs / outputs);
    }

    @Override
    public AxisMap resized(int to, int from) {
      return new Nearest((int) Math.max(1, (long) outputs * to / from));
    }
  }
}

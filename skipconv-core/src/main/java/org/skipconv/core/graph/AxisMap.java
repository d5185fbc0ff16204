package org.skipconv.core.graph;

import java.util.Arrays;
import java.util.List;

/**
 * Choice of lines, rows or columns: which line of the input each line of the output is. A line may
 * also be {@link #NOTHING}: all its values are 0.
 */
public sealed interface AxisMap {
  /** Source of a line of zeros. */
  int NOTHING = -1;

  /**
   * {@return the number of output lines for so many input lines}
   *
   * @param inputs number of input lines
   */
  int size(int inputs);

  /**
   * {@return the input line that an output line is a copy of, or {@link #NOTHING}}
   *
   * @param output index of the output line
   * @param inputs number of input lines
   */
  int source(int output, int inputs);

  /**
   * {@return the input lines by which the choice moves on from one output line to the next, or
   * {@link Pace#NONE} where there is no such number}
   *
   * @param inputs number of input lines
   */
  Pace pace(int inputs);

  /**
   * {@return the same choice where lines have become {@code to / from} times as many}
   *
   * @param to numerator of the factor
   * @param from denominator of the factor
   * @throws IllegalArgumentException when the choice is bound to a number of lines
   */
  AxisMap resized(int to, int from);

  /** {@return the choice of every line, in order} */
  static AxisMap identity() {
    return new Identity();
  }

  /**
   * {@return the choice of the nearest lines, {@code floor(output * inputs / outputs)}}
   *
   * @param outputs number of output lines
   */
  static AxisMap nearest(int outputs) {
    return new Nearest(outputs);
  }

  /**
   * {@return the choice of every {@code step}-th line, {@code first + output * step}: a slice}
   *
   * @param first line that is chosen
   * @param step to the next one; negative from the end to the beginning
   * @param count number of lines
   */
  static AxisMap stepped(int first, int step, int count) {
    return new Stepped(first, step, count);
  }

  /**
   * {@return the choice of every line with lines of zeros around, {@code output - before}}
   *
   * @param before lines of zeros in front; a negative number leaves lines out
   * @param after lines of zeros after them, likewise
   */
  static AxisMap padded(int before, int after) {
    return new Padded(before, after);
  }

  /**
   * {@return any choice}
   *
   * @param sources line of the input, or {@link #NOTHING}, for each output line
   */
  static AxisMap table(int... sources) {
    return new Table(Arrays.stream(sources).boxed().toList());
  }

  /**
   * {@return the choice of each line several times, {@code (output + first) / factor}}
   *
   * @param factor times that a line is chosen
   * @param first of the lines' copies that is taken: the choice may begin inside a line
   * @param count number of output lines
   */
  static AxisMap spread(int factor, int first, int count) {
    return new Spread(factor, first, count);
  }

  /**
   * {@return the choice of every line {@code factor} times}
   *
   * @param factor how often each line stands in the result
   */
  static AxisMap spread(int factor) {
    return new Spread(factor, 0, Spread.ALL);
  }

  /** Lines that have become {@code to / from} times as many, whole periods of them. */
  private static int scaled(int line, int period, int to, int from) {
    return Math.toIntExact((long) (line / period) * to / from * period + line % period);
  }

  private static int scaledCount(int count, int to, int from) {
    return (int) Math.max(1, (long) count * to / from);
  }

  private static void requireLines(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 line must be chosen, not " + count);
    }
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
    public Pace pace(int inputs) {
      return Pace.ONE;
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
    public Pace pace(int inputs) {
      return Pace.of(inputs, outputs);
    }

    @Override
    public AxisMap resized(int to, int from) {
      return new Nearest(scaledCount(outputs, to, from));
    }
  }

  /**
   * Every {@code step}-th line, see {@link #stepped}.
   *
   * @param first line that is chosen
   * @param step to the next one, not 0
   * @param count number of lines
   */
  record Stepped(int first, int step, int count) implements AxisMap {
    /** Refuses impossible values. */
    public Stepped {
      requireLines(count);
      if (step == 0) {
        throw new IllegalArgumentException("the step from line to line must not be 0");
      }
      if (first < 0 || first + (count - 1L) * step < 0) {
        throw new IllegalArgumentException(
            count + " lines from " + first + " on, in steps of " + step + ", begin before the map");
      }
    }

    @Override
    public int size(int inputs) {
      return count;
    }

    @Override
    public int source(int output, int inputs) {
      return Math.toIntExact(first + (long) output * step);
    }

    /** A map that is turned round moves the other way when its source does: nothing is known. */
    @Override
    public Pace pace(int inputs) {
      return step > 0 ? Pace.of(step, 1) : Pace.NONE;
    }

    @Override
    public AxisMap resized(int to, int from) {
      int newCount = scaledCount(count, to, from);
      if (step > 0) {
        return new Stepped(scaled(first, step, to, from), step, newCount);
      }
      int last = Math.toIntExact(first + (count - 1L) * step);
      int newLast = scaled(last, Math.negateExact(step), to, from);
      return new Stepped(Math.toIntExact(newLast - (newCount - 1L) * step), step, newCount);
    }
  }

  /**
   * Every line with lines of zeros around, see {@link #padded}.
   *
   * @param before lines of zeros in front, negative for lines that are left out
   * @param after lines of zeros after them, likewise
   */
  record Padded(int before, int after) implements AxisMap {
    @Override
    public int size(int inputs) {
      return Math.toIntExact((long) before + inputs + after);
    }

    @Override
    public int source(int output, int inputs) {
      long source = (long) output - before;
      return source < 0 || source >= inputs ? NOTHING : (int) source;
    }

    @Override
    public Pace pace(int inputs) {
      return Pace.ONE;
    }

    @Override
    public AxisMap resized(int to, int from) {
      return this;
    }
  }

  /**
   * Any choice, see {@link #table}.
   *
   * @param sources line of the input, or {@link #NOTHING}, for each output line
   */
  record Table(List<Integer> sources) implements AxisMap {
    /** Copies its collections and refuses impossible values. */
    public Table {
      sources = List.copyOf(sources);
      requireLines(sources.size());
    }

    @Override
    public int size(int inputs) {
      return sources.size();
    }

    @Override
    public int source(int output, int inputs) {
      return sources.get(output);
    }

    @Override
    public Pace pace(int inputs) {
      return Pace.NONE;
    }

    @Override
    public AxisMap resized(int to, int from) {
      if (to != from) {
        throw new IllegalArgumentException(
            "a table of "
                + sources.size()
                + " lines is meant for one size and cannot be resized from "
                + from
                + " to "
                + to);
      }
      return this;
    }
  }

  /**
   * Each line several times, see {@link #spread}.
   *
   * @param factor times that a line is chosen, at least 1
   * @param first of the lines' copies that is taken
   * @param count number of output lines, or {@link #ALL} that there are from the first on
   */
  record Spread(int factor, int first, int count) implements AxisMap {
    /** Count of all copies. */
    public static final int ALL = 0;

    /** Refuses impossible values. */
    public Spread {
      requireLines(count == ALL ? 1 : count);
      if (factor < 1 || first < 0) {
        throw new IllegalArgumentException(
            "lines are repeated once at least and from copy 0 on, but factor is "
                + factor
                + " and first "
                + first);
      }
    }

    @Override
    public int size(int inputs) {
      return count == ALL ? Math.toIntExact((long) inputs * factor - first) : count;
    }

    @Override
    public int source(int output, int inputs) {
      return Math.toIntExact(((long) output + first) / factor);
    }

    @Override
    public Pace pace(int inputs) {
      return Pace.of(1, factor);
    }

    @Override
    public AxisMap resized(int to, int from) {
      int newCount = count == ALL ? ALL : scaledCount(count, to, from);
      return new Spread(factor, scaled(first, factor, to, from), newCount);
    }
  }
}

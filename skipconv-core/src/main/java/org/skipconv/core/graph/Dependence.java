package org.skipconv.core.graph;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;

/**
 * Input pixels that each output pixel depends on: those of a run of rows and a run of columns,
 * which follow from the output pixel's row and column alone. Immutable.
 */
public final class Dependence {
  private final Lines rows;
  private final Lines columns;

  private Dependence(Lines rows, Lines columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** {@return the runs of input rows, one for each output row} */
  public Lines rows() {
    return rows;
  }

  /** {@return the runs of input columns, one for each output column} */
  public Lines columns() {
    return columns;
  }

  /** Runs of input lines (rows or columns) that each output line depends on. Immutable. */
  public static final class Lines {
    private final int[] first;
    private final int[] last;
    private final int phases;
    private final Pace pace;

    private Lines(int[] first, int[] last, int phases, Pace pace) {
      this.first = first;
      this.last = last;
      this.phases = phases;
      this.pace = pace;
    }

    private static Lines of(int outputs, IntUnaryOperator first, IntUnaryOperator last, Pace pace) {
      return new Lines(
          IntStream.range(0, outputs).map(first).toArray(),
          IntStream.range(0, outputs).map(last).toArray(),
          1,
          pace);
    }

    /** Lines that are computed alike only where they are a multiple of this number apart. */
    private Lines inPhases(int count) {
      return new Lines(first, last, count, pace);
    }

    /**
     * {@return the input lines by which the run moves on from one output line to the next, the
     * border apart}
     */
    public Pace pace() {
      return pace;
    }

    /**
     * {@return whether an output line sees what another one saw before the input was moved: its run
     * is the other's, moved by so many lines and cut off nowhere else, or both see nothing}
     *
     * @param output index of the line
     * @param before index of the other one
     * @param moved lines by which the input was moved
     */
    public boolean carries(int output, int before, int moved) {
      if (before < 0 || before >= first.length || (output - before) % phases != 0) {
        return false;
      }
      boolean nothing = last[output] < first[output] && last[before] < first[before];
      return nothing
          || (first[output] - moved == first[before] && last[output] - moved == last[before]);
    }

    /** {@return the number of output lines} */
    public int count() {
      return first.length;
    }

    /**
     * {@return the first input line that an output line depends on}
     *
     * @param output index of the output line, from 0
     */
    public int first(int output) {
      return first[output];
    }

    /**
     * {@return the last input line that an output line depends on; before the first one when there
     * is none}
     *
     * @param output index of the output line, from 0
     */
    public int last(int output) {
      return last[output];
    }
  }

  /**
   * {@return the dependence of each pixel on the one at its place}
   *
   * @param shape shape of operand and result
   */
  public static Dependence pixelByPixel(Shape shape) {
    return chosen(AxisMap.identity(), AxisMap.identity(), shape, shape);
  }

  /**
   * {@return the dependence of every output pixel on the whole input}
   *
   * @param in shape of the operand
   * @param out shape of the result
   */
  public static Dependence everything(Shape in, Shape out) {
    return new Dependence(
        Lines.of(out.height(), y -> 0, y -> in.height() - 1, Pace.NONE),
        Lines.of(out.width(), x -> 0, x -> in.width() - 1, Pace.NONE));
  }

  /**
   * The same for a result that is moved when its input is, as far as it is computed anew
   * afterwards: where both have one size.
   */
  static Dependence everythingAtItsPlace(Shape in, Shape out) {
    boolean sameSize = in.height() == out.height() && in.width() == out.width();
    Pace pace = sameSize ? Pace.ONE : Pace.NONE;
    return new Dependence(
        Lines.of(out.height(), y -> 0, y -> in.height() - 1, pace),
        Lines.of(out.width(), x -> 0, x -> in.width() - 1, pace));
  }

  /**
   * {@return the dependence of output pixels on windows of the input; what lies outside it is left
   * out}
   *
   * @param spec the geometry
   * @param in shape of the operand
   * @param out shape of the result
   */
  public static Dependence window(ConvSpec spec, Shape in, Shape out) {
    Padding.Explicit padding = spec.paddingFor(in.height(), in.width());
    return new Dependence(
        windows(out.height(), spec.strideY(), padding.top(), spec.reachY(), in.height()),
        windows(out.width(), spec.strideX(), padding.left(), spec.reachX(), in.width()));
  }

  private static Lines windows(int outputs, int stride, int before, int window, int inputs) {
    return Lines.of(
        outputs,
        i -> Math.toIntExact(Math.max((long) i * stride - before, 0)),
        i -> Math.toIntExact(Math.min((long) i * stride - before + window, inputs) - 1),
        Pace.of(stride, 1));
  }

  /** The dependence of output lines on chosen input lines; lines of zeros depend on none. */
  static Dependence chosen(AxisMap rows, AxisMap columns, Shape in, Shape out) {
    return new Dependence(
        chosen(rows, in.height(), out.height()), chosen(columns, in.width(), out.width()));
  }

  private static Lines chosen(AxisMap map, int inputs, int outputs) {
    return Lines.of(
        outputs,
        i -> map.source(i, inputs) == AxisMap.NOTHING ? inputs : map.source(i, inputs),
        i -> map.source(i, inputs),
        map.pace(inputs));
  }

  /** The same where only rows, and columns, that are whole periods apart are computed alike. */
  Dependence inPhases(int phaseRows, int phaseColumns) {
    return new Dependence(rows.inPhases(phaseRows), columns.inPhases(phaseColumns));
  }

  /** The dependence of output lines on the input lines that they lie between. */
  static Dependence between(Lines rows, Lines columns) {
    return new Dependence(rows, columns);
  }

  /**
   * The two input lines that each output line lies between.
   *
   * @param source place of an output line among the input's
   */
  static Lines linesBetween(int outputs, IntToDoubleFunction source, int inputs, Pace pace) {
    return Lines.of(
        outputs,
        i -> (int) source.applyAsDouble(i),
        i -> Math.min((int) source.applyAsDouble(i) + 1, inputs - 1),
        pace);
  }
}

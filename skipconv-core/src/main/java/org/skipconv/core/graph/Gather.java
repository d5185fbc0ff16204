package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * Copies of pixels and channels: {@code output(y, x, c) = input(rows[y], columns[x], channels[c])}.
 * Nearest-neighbour resizing, concatenation, slices, padding with zeros and pixel shuffles are
 * gathers.
 *
 * <p>Which channels a pixel takes may depend on its phase, {@code (y % phaseRows) * phaseColumns +
 * x % phaseColumns}.
 *
 * @param rows choice of rows, the same of every operand
 * @param columns choice of columns
 * @param phaseRows rows after which phases repeat, at least 1
 * @param phaseColumns columns after which phases repeat, at least 1
 * @param channels for each phase the runs of channels that its pixels are put together from, in
 *     order; as many channels for each
 */
public record Gather(
    AxisMap rows, AxisMap columns, int phaseRows, int phaseColumns, List<List<Channels>> channels)
    implements Operation {

  /**
   * A run of an operand's channels.
   *
   * @param operand index of the operand, or {@link #ZEROS}
   * @param first channel of the run
   * @param count number of channels, or {@link #REST} for all from the first on
   */
  public record Channels(int operand, int first, int count) {
    /** Count of a run that takes all channels there are. */
    public static final int REST = -1;

    /** Operand of channels that are 0. */
    public static final int ZEROS = -1;

    /**
     * {@return all channels of an operand}
     *
     * @param operand number of the operand, from 0
     */
    public static Channels all(int operand) {
      return new Channels(operand, 0, REST);
    }

    /**
     * {@return the channels that are 0}
     *
     * @param count how many
     */
    public static Channels zeros(int count) {
      return new Channels(ZEROS, 0, count);
    }

    /** {@return whether these channels are 0} */
    public boolean isZeros() {
      return operand == ZEROS;
    }

    /**
     * {@return the number of channels for operands of given shapes}
     *
     * @param operands shapes of the operands
     */
    public int count(List<Shape> operands) {
      return count == REST && !isZeros() ? operands.get(operand).channels() - first : count;
    }
  }

  /** Copies its collections and refuses impossible values. */
  public Gather {
    channels = channels.stream().map(List::copyOf).toList();
    if (phaseRows < 1 || phaseColumns < 1) {
      throw new IllegalArgumentException(
          "phases repeat after 1 row and column at least, not "
              + phaseRows
              + " and "
              + phaseColumns);
    }
    if (channels.size() != (long) phaseRows * phaseColumns) {
      throw new IllegalArgumentException(
          phaseRows
              + " x "
              + phaseColumns
              + " phases, but channels are given for "
              + channels.size());
    }
  }

  /**
   * The same channels for every pixel.
   *
   * @param rows input row of each row of the result
   * @param columns input column of each column of the result
   * @param channels channels of every pixel of the result
   */
  public Gather(AxisMap rows, AxisMap columns, List<Channels> channels) {
    this(rows, columns, 1, 1, List.of(channels));
  }

  /**
   * {@return the nearest-neighbour resizing, {@code source = floor(target * sourceSize /
   * targetSize)}}
   *
   * @param height rows of the result
   * @param width columns of the result
   */
  public static Gather nearest(int height, int width) {
    return new Gather(AxisMap.nearest(height), AxisMap.nearest(width), List.of(Channels.all(0)));
  }

  /**
   * {@return the channels of all operands, one after the other}
   *
   * @param operands number of operands
   */
  public static Gather concat(int operands) {
    List<Channels> channels = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      channels.add(Channels.all(i));
    }
    return new Gather(AxisMap.identity(), AxisMap.identity(), channels);
  }

  /**
   * {@return the blocks of pixels that are put together from channels: ONNX's DepthToSpace}
   *
   * @param channels number of input channels, a multiple of {@code block * block}
   * @param block rows and columns of a block
   * @param crd whether the channels of one output channel lie together, as for PyTorch's
   *     PixelShuffle (ONNX's mode CRD); otherwise those of one place in the block do (DCR)
   */
  public static Gather depthToSpace(int channels, int block, boolean crd) {
    long places = (long) block * block;
    if (block < 1 || channels < 1 || channels % places != 0) {
      throw new IllegalArgumentException(
          channels + " channels cannot be put together to blocks of " + block + " x " + block);
    }
    int count = (int) (channels / places);
    List<List<Channels>> phases = new ArrayList<>();
    for (int place = 0; place < places; place++) {
      List<Channels> runs = new ArrayList<>();
      if (crd) {
        for (int c = 0; c < count; c++) {
          runs.add(new Channels(0, Math.toIntExact(c * places + place), 1));
        }
      } else {
        runs.add(new Channels(0, place * count, count));
      }
      phases.add(runs);
    }
    return new Gather(AxisMap.spread(block), AxisMap.spread(block), block, block, phases);
  }

  /**
   * {@return whether all channels of the only operand stay as they are: rows and columns alone are
   * chosen}
   */
  public boolean keepsChannels() {
    return channels.equals(List.of(List.of(Channels.all(0))));
  }

  /** {@return whether this is nearest-neighbour resizing and nothing else} */
  public boolean isNearest() {
    return keepsChannels() && isNearest(rows) && isNearest(columns);
  }

  private static boolean isNearest(AxisMap map) {
    return map instanceof AxisMap.Nearest || map instanceof AxisMap.Identity;
  }

  /** {@return whether every pixel stays where it is: channels alone are chosen} */
  public boolean keepsPixels() {
    return rows.equals(AxisMap.identity()) && columns.equals(AxisMap.identity());
  }

  /** {@return whether the channels that a pixel takes depend on where it lies} */
  public boolean hasPhases() {
    return channels.size() > 1;
  }

  @Override
  public Shape shape(List<Shape> operands) {
    if (channels.get(0).isEmpty() || operands.isEmpty()) {
      throw new IllegalArgumentException("a gather, or concatenation, of no parts");
    }
    Shape first = operands.get(0);
    for (Shape shape : operands) {
      if (shape.height() != first.height() || shape.width() != first.width()) {
        throw new IllegalArgumentException("the parts differ in size: " + first + " and " + shape);
      }
    }
    int count = count(channels.get(0), operands);
    for (List<Channels> phase : channels) {
      int other = count(phase, operands);
      if (other != count) {
        throw new IllegalArgumentException("phases of " + count + " and of " + other + " channels");
      }
    }
    return new Shape(
        count, lines("rows", rows, first.height()), lines("columns", columns, first.width()));
  }

  private static int count(List<Channels> runs, List<Shape> operands) {
    int count = 0;
    for (Channels run : runs) {
      if (run.operand() < Channels.ZEROS || run.operand() >= operands.size()) {
        throw new IllegalArgumentException(
            run + " names none of the " + operands.size() + " operands");
      }
      int taken = run.count(operands);
      int most = run.isZeros() ? Integer.MAX_VALUE : operands.get(run.operand()).channels();
      if (run.first() < 0 || taken < 1 || taken > most - run.first()) {
        throw new IllegalArgumentException(
            run + " is not within " + (run.isZeros() ? "any map" : operands.get(run.operand())));
      }
      count = Math.addExact(count, taken);
    }
    return count;
  }

  private static int lines(String axis, AxisMap map, int inputs) {
    int outputs = map.size(inputs);
    if (outputs < 1) {
      throw new IllegalArgumentException(map + " leaves none of " + inputs + " " + axis);
    }
    for (int i = 0; i < outputs; i++) {
      int source = map.source(i, inputs);
      if (source < AxisMap.NOTHING || source >= inputs) {
        throw new IllegalArgumentException(
            map + " chooses line " + source + " of " + inputs + " " + axis);
      }
    }
    return outputs;
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.chosen(rows, columns, operands.get(operand), shape(operands))
        .inPhases(phaseRows, phaseColumns);
  }

  @Override
  public Gather resized(SizeScale scale) {
    return new Gather(
        rows.resized(scale.newHeight(), scale.oldHeight()),
        columns.resized(scale.newWidth(), scale.oldWidth()),
        phaseRows,
        phaseColumns,
        channels);
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.gather(node, this, operands);
  }
}

package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * Copies of pixels and channels: {@code output(y, x, c) = input(rows[y], columns[x], channels[c])}.
 * Nearest-neighbour resizing and concatenation are gathers.
 *
 * @param rows choice of rows, the same of every operand
 * @param columns choice of columns
 * @param channels runs of channels that the result is put together from, in order
 */
public record Gather(AxisMap rows, AxisMap columns, List<Channels> channels) implements Operation {

  /**
   * A run of an operand's channels.
   *
   * @param operand index of the operand
   * @param first channel of the run
   * @param count number of channels, or {@link #REST} for all from the first on
   */
  public record Channels(int operand, int first, int count) {
    /** Count of a run that takes all channels there are. */
    public static final int REST = -1;

    /** All channels of an operand. */
    public static Channels all(int operand) {
      return new Channels(operand, 0, REST);
    }

    /** Number of channels for operands of given shapes. */
    public int count(List<Shape> operands) {
      return count == REST ? operands.get(operand).channels() - first : count;
    }
  }

  public Gather {
    channels = List.copyOf(channels);
  }

  /** Nearest-neighbour resizing, {@code source = floor(target * sourceSize / targetSize)}. */
  public static Gather nearest(int height, int width) {
    return new Gather(AxisMap.nearest(height), AxisMap.nearest(width), List.of(Channels.all(0)));
  }

  /** The channels of all operands, one after the other. */
  public static Gather concat(int operands) {
    List<Channels> channels = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      channels.add(Channels.all(i));
    }
    return new Gather(AxisMap.identity(), AxisMap.identity(), channels);
  }

  /**
   * Whether all channels of the only operand stay as they are: rows and columns alone are chosen.
   */
  public boolean keepsChannels() {
    return channels.equals(List.of(Channels.all(0)));
  }

  /** Whether this is nearest-neighbour resizing and nothing else. */
  public boolean isNearest() {
    return keepsChannels() && isNearest(rows) && isNearest(columns);
  }

  private static boolean isNearest(AxisMap map) {
    return map instanceof AxisMap.Nearest || map instanceof AxisMap.Identity;
  }

  /** Whether every pixel stays where it is: channels alone are chosen. */
  public boolean keepsPixels() {
    return rows.equals(AxisMap.identity()) && columns.equals(AxisMap.identity());
  }

  @Override
  public Shape shape(List<Shape> operands) {
    if (channels.isEmpty() || operands.isEmpty()) {
      throw new IllegalArgumentException("a gather, or concatenation, of no parts");
    }
    Shape first = operands.get(0);
    int count = 0;
    for (Channels run : channels) {
      if (run.operand() < 0 || run.operand() >= operands.size()) {
        throw new IllegalArgumentException(
            run + " names none of the " + operands.size() + " operands");
      }
      Shape shape = operands.get(run.operand());
      if (shape.height() != first.height() || shape.width() != first.width()) {
        throw new IllegalArgumentException("the parts differ in size: " + first + " and " + shape);
      }
      int taken = run.count(operands);
      if (run.first() < 0 || taken < 1 || run.first() + taken > shape.channels()) {
        throw new IllegalArgumentException(run + " is not within " + shape);
      }
      count = Math.addExact(count, taken);
    }
    return new Shape(count, rows.size(first.height()), columns.size(first.width()));
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    return Dependence.chosen(rows, columns, operands.get(operand), shape(operands));
  }

  @Override
  public Gather resized(SizeScale scale) {
    return new Gather(
        rows.resized(scale.newHeight(), scale.oldHeight()),
        columns.resized(scale.newWidth(), scale.oldWidth()),
        channels);
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.gather(node, this, operands);
  }
}

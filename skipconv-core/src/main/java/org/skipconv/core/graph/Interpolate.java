package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * Bilinear change of size: edge pixels repeated, no antialias.
 *
 * @param height rows of the result
 * @param width columns of the result
 * @param coordinates rule by which the result lies over the input
 * @param scaleY output rows for an input row, or 0 for the ratio of the numbers of rows; {@link
 *     Coordinates#ALIGN_CORNERS} has no use for it
 * @param scaleX output columns for an input column, likewise
 */
public record Interpolate(
    int height, int width, Coordinates coordinates, double scaleY, double scaleX)
    implements Operation {

  /** Rules of ONNX's Resize. */
  public enum Coordinates {
    /** Centres of pixels are matched, {@code (line + 0.5) / scale - 0.5}. */
    HALF_PIXEL,
    /** First and last lines are matched, {@code line * (inputs - 1) / (outputs - 1)}. */
    ALIGN_CORNERS,
    /** Upper left corners of pixels are matched, {@code line / scale}. */
    ASYMMETRIC,
    /** As {@link #HALF_PIXEL}, but a single output line is the first input line. */
    PYTORCH_HALF_PIXEL
  }

  /** Refuses impossible values. */
  public Interpolate {
    if (coordinates == null) {
      throw new IllegalArgumentException("coordinates must not be null");
    }
    if (!(scaleY >= 0 && scaleX >= 0) || Double.isInfinite(scaleY) || Double.isInfinite(scaleX)) {
      throw new IllegalArgumentException(
          "scales must be positive, or 0 for the ratio of the sizes, but are "
              + scaleY
              + " and "
              + scaleX);
    }
  }

  /**
   * With the scales that follow from the sizes.
   *
   * @param height rows of the result
   * @param width columns of the result
   * @param coordinates where a pixel of the result lies among those of the operand
   */
  public Interpolate(int height, int width, Coordinates coordinates) {
    this(height, width, coordinates, 0, 0);
  }

  /**
   * With half-pixel centres.
   *
   * @param height rows of the result
   * @param width columns of the result
   */
  public Interpolate(int height, int width) {
    this(height, width, Coordinates.HALF_PIXEL);
  }

  /**
   * {@return the place among the input's rows that a row of the result is read at: between row
   * {@code (int) source} and the next one, weighted by the fraction}
   *
   * @param row index of the output row
   * @param inputs number of input rows
   */
  public double sourceRow(int row, int inputs) {
    return source(row, inputs, height, scaleY);
  }

  /**
   * {@return the same of a column}
   *
   * @param column column of the result
   * @param inputs columns of the operand
   */
  public double sourceColumn(int column, int inputs) {
    return source(column, inputs, width, scaleX);
  }

  private double source(int line, int inputs, int outputs, double scale) {
    double place =
        switch (coordinates) {
          case HALF_PIXEL -> scaled(line + 0.5, inputs, outputs, scale) - 0.5;
          case PYTORCH_HALF_PIXEL ->
              outputs > 1 ? scaled(line + 0.5, inputs, outputs, scale) - 0.5 : 0;
          case ASYMMETRIC -> scaled(line, inputs, outputs, scale);
          case ALIGN_CORNERS -> outputs > 1 ? line * (inputs - 1.0) / (outputs - 1) : 0;
        };
    return Math.min(Math.max(place, 0), inputs - 1);
  }

  private static double scaled(double place, int inputs, int outputs, double scale) {
    return scale == 0 ? place * inputs / outputs : place / scale;
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return new Shape(operands.get(0).channels(), height, width);
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    Shape in = operands.get(0);
    return Dependence.between(
        Dependence.linesBetween(
            height,
            row -> sourceRow(row, in.height()),
            in.height(),
            pace(in.height(), height, scaleY)),
        Dependence.linesBetween(
            width,
            column -> sourceColumn(column, in.width()),
            in.width(),
            pace(in.width(), width, scaleX)));
  }

  /** The pace in which lines and their weights repeat: none between aligned corners. */
  private Pace pace(int inputs, int outputs, double scale) {
    if (coordinates == Coordinates.ALIGN_CORNERS) {
      return inputs == outputs ? Pace.ONE : Pace.NONE;
    } else if (scale == 0 || scale * inputs == outputs) {
      return Pace.of(inputs, outputs);
    } else if (scale >= 1 && scale <= outputs && scale == Math.rint(scale)) {
      return Pace.of(1, (long) scale);
    } else if (scale < 1 && 1 / scale <= inputs && 1 / scale == Math.rint(1 / scale)) {
      return Pace.of((long) (1 / scale), 1);
    }
    return Pace.NONE;
  }

  @Override
  public Interpolate resized(SizeScale scale) {
    return new Interpolate(scale.height(height), scale.width(width), coordinates, scaleY, scaleX);
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.interpolate(node, this, operands.get(0));
  }
}

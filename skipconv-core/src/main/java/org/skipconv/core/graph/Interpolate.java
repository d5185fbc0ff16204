package org.skipconv.core.graph;

import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;

/**
 * Bilinear change of size: half-pixel centres, edge pixels repeated, no antialias.
 *
 * @param height rows of the result
 * @param width columns of the result
 */
public record Interpolate(int height, int width) implements Operation {

  /**
   * Place among the input's lines that an output line is read at: between line {@code (int) source}
   * and the next one, weighted by the fraction.
   *
   * @param line index of the output line
   * @param inputs number of input lines
   * @param outputs number of output lines
   */
  public static double source(int line, int inputs, int outputs) {
    return Math.min(Math.max((line + 0.5) * inputs / outputs - 0.5, 0), inputs - 1);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    return new Shape(operands.get(0).channels(), height, width);
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    Shape in = operands.get(0);
    return Dependence.between(
        line -> source(line, in.height(), height),
        line -> source(line, in.width(), width),
        in,
        shape(operands));
  }

  @Override
  public Interpolate resized(SizeScale scale) {
    return new Interpolate(scale.height(height), scale.width(width));
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.interpolate(node, this, operands.get(0));
  }
}

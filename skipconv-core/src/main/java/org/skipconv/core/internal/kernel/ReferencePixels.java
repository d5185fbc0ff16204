package org.skipconv.core.internal.kernel;

import java.nio.IntBuffer;
import java.util.List;

/** The definition of every pixel program, pixel by pixel, channel by channel. */
final class ReferencePixels implements PixelKernel {
  private final PixelBinding binding;
  private final List<PixelOperand> operands;
  private final PixelOperand first;

  ReferencePixels(PixelBinding binding) {
    this.binding = binding;
    this.operands = binding.operands();
    this.first = operands.get(0);
  }

  @Override
  public void run(int begin, int end, int partBegin, int partEnd) {
    Target target = binding.target();
    IntBuffer list = target.list().ints();
    for (int i = begin; i < end; i++) {
      int y = ReferenceKernels.row(list.get(i));
      int x = ReferenceKernels.column(list.get(i));
      PixelWriter writer = new PixelWriter(target, y, x);
      for (int c = 0; c < target.channels(); c++) {
        if (operandOf(c, y, x) != null) {
          writer.put(c, (float) value(c, y, x));
        }
      }
      writer.writeNorm(i);
    }
  }

  /** The first operand that does not leave a channel as it is, or null. */
  private PixelOperand operandOf(int c, int y, int x) {
    for (PixelOperand operand : operands) {
      if (operand.channel(c, y, x) != PixelOperand.KEPT) {
        return operand;
      }
    }
    return null;
  }

  private double value(int c, int y, int x) {
    PixelProgram program = binding.program();
    if (program instanceof PixelProgram.LinearCombination sum) {
      return sum.activation().apply(weightedSum(c, y, x));
    } else if (program instanceof PixelProgram.MaxPool pool) {
      return largest(pool.window(), c, y, x);
    } else if (program instanceof PixelProgram.MeanPool pool) {
      return mean(pool, c, y, x);
    } else if (program instanceof PixelProgram.Bilinear) {
      return bilinear(c, y, x);
    } else if (program instanceof PixelProgram.Scale) {
      return (double) first.get(c, y, x) * operands.get(1).get(c, y, x);
    } else if (program instanceof PixelProgram.TableLookup) {
      return gathered(c, y, x);
    }
    return expression((PixelProgram.InstructionList) program, c, y, x);
  }

  private double weightedSum(int c, int y, int x) {
    double sum = 0;
    for (PixelOperand operand : operands) {
      sum += (double) operand.factor() * operand.get(c, y, x);
    }
    return sum;
  }

  private double largest(WindowGeometry window, int c, int y, int x) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int ky = 0; ky < window.spec().kernelHeight(); ky++) {
      for (int kx = 0; kx < window.spec().kernelWidth(); kx++) {
        int sourceY = window.sourceY(y, ky);
        int sourceX = window.sourceX(x, kx);
        if (window.isInside(sourceY, sourceX)) {
          largest = Math.max(largest, first.plane().get(c, sourceY, sourceX));
        }
      }
    }
    return largest;
  }

  private double mean(PixelProgram.MeanPool pool, int c, int y, int x) {
    WindowGeometry window = pool.window();
    double sum = 0;
    int cells = 0;
    for (int ky = 0; ky < window.spec().kernelHeight(); ky++) {
      for (int kx = 0; kx < window.spec().kernelWidth(); kx++) {
        int sourceY = window.sourceY(y, ky);
        int sourceX = window.sourceX(x, kx);
        boolean inside = window.isInside(sourceY, sourceX);
        sum += inside ? first.plane().get(c, sourceY, sourceX) : 0;
        cells += inside || pool.countsBorder() ? 1 : 0;
      }
    }
    return cells == 0 ? 0 : sum / cells;
  }

  private double bilinear(int c, int y, int x) {
    double top = betweenColumns(c, first.rows().source().ints().get(y), x);
    double bottom = betweenColumns(c, first.rows().next().ints().get(y), x);
    return top + (bottom - top) * first.rows().weight().floats().get(y);
  }

  private double betweenColumns(int c, int row, int x) {
    double left = first.plane().get(c, row, first.columns().source().ints().get(x));
    double right = first.plane().get(c, row, first.columns().next().ints().get(x));
    return left + (right - left) * first.columns().weight().floats().get(x);
  }

  private double gathered(int c, int y, int x) {
    PixelOperand operand = operandOf(c, y, x);
    int row = Axis.source(operand.rows(), y);
    int column = Axis.source(operand.columns(), x);
    int channel = operand.channel(c, y, x);
    boolean there = row >= 0 && column >= 0 && channel >= 0;
    return there ? operand.plane().get(channel, row, column) : 0;
  }

  private double expression(PixelProgram.InstructionList expression, int c, int y, int x) {
    double[] slots = new double[operands.size() + expression.instructions().size()];
    int slot = 0;
    for (PixelOperand operand : operands) {
      slots[slot++] = operand.get(c, y, x);
    }
    for (PixelProgram.Instruction instruction : expression.instructions()) {
      double left = slots[instruction.left()];
      double right = slots[instruction.right()];
      slots[slot++] =
          switch (instruction.opcode()) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MAX -> Math.max(left, right);
            case MIN -> Math.min(left, right);
            case POW -> Math.pow(left, right);
            case ACTIVATE -> instruction.activation().apply(left);
          };
    }
    return slots[slot - 1];
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/** Pixel programs in plain Java, all channels of a pixel at a time, float32. */
final class JavaPixels implements PixelKernel {
  private final PixelBinding binding;
  private final List<PixelOperand> operands;
  private final Plane in;

  JavaPixels(PixelBinding binding) {
    this.binding = binding;
    this.operands = binding.operands();
    this.in = operands.get(0).plane();
  }

  @Override
  public void run(int begin, int end, int partBegin, int partEnd) {
    Target target = binding.target();
    IntBuffer list = target.list().ints();
    float[] values = new float[target.channels()];
    for (int i = begin; i < end; i++) {
      int y = list.get(i) >>> 16;
      int x = list.get(i) & 0xffff;
      compute(y, x, values);
      PixelWriter writer = new PixelWriter(target, y, x);
      for (int c = 0; c < values.length; c++) {
        if (isWritten(c, y, x)) {
          writer.put(c, values[c]);
        }
      }
      writer.writeNorm(i);
    }
  }

  private boolean isWritten(int c, int y, int x) {
    for (PixelOperand operand : operands) {
      if (operand.channel(c, y, x) != PixelOperand.KEPT) {
        return true;
      }
    }
    return false;
  }

  private void compute(int y, int x, float[] values) {
    PixelProgram program = binding.program();
    if (program instanceof PixelProgram.LinearCombination sum) {
      weightedSum(sum, y, x, values);
    } else if (program instanceof PixelProgram.MaxPool pool) {
      maxPool(pool.window(), y, x, values);
    } else if (program instanceof PixelProgram.MeanPool pool) {
      meanPool(pool, y, x, values);
    } else if (program instanceof PixelProgram.Bilinear) {
      bilinear(operands.get(0).rows(), operands.get(0).columns(), y, x, values);
    } else if (program instanceof PixelProgram.Scale) {
      read(operands.get(0), y, x, values);
      combine(PixelProgram.Opcode.MUL, values, pixel(operands.get(1), y, x), values);
    } else if (program instanceof PixelProgram.TableLookup) {
      gather(y, x, values);
    } else {
      expression((PixelProgram.InstructionList) program, y, x, values);
    }
  }

  /** All channels of an operand. */
  private static void read(PixelOperand operand, int y, int x, float[] values) {
    switch (operand.addressing()) {
      case FULL -> {
        int row = Axis.source(operand.rows(), y);
        int column = Axis.source(operand.columns(), x);
        operand.plane().floats().get(operand.plane().index(row, column), values);
      }
      case ONE_PIXEL -> operand.plane().floats().get(operand.plane().index(0, 0), values);
      case ONE_CHANNEL, CONSTANT -> Arrays.fill(values, operand.get(0, y, x));
    }
  }

  private float[] pixel(PixelOperand operand, int y, int x) {
    float[] values = new float[binding.target().channels()];
    read(operand, y, x, values);
    return values;
  }

  private void weightedSum(PixelProgram.LinearCombination sum, int y, int x, float[] values) {
    Arrays.fill(values, 0);
    for (PixelOperand operand : operands) {
      float[] term = pixel(operand, y, x);
      for (int c = 0; c < values.length; c++) {
        values[c] += operand.factor() * term[c];
      }
    }
    for (int c = 0; c < values.length; c++) {
      values[c] = JavaConv.activate(sum.activation(), values[c]);
    }
  }

  /** Reads a cell of a window; false when it lies outside the map. */
  private boolean readCell(WindowGeometry window, int y, int x, int tap, float[] cell) {
    int sourceY = window.sourceY(y, tap / window.spec().kernelWidth());
    int sourceX = window.sourceX(x, tap % window.spec().kernelWidth());
    boolean inside = window.isInside(sourceY, sourceX);
    if (inside) {
      in.floats().get(in.index(sourceY, sourceX), cell);
    }
    return inside;
  }

  private void maxPool(WindowGeometry window, int y, int x, float[] values) {
    float[] cell = new float[values.length];
    Arrays.fill(values, Float.NEGATIVE_INFINITY);
    for (int tap = 0; tap < window.spec().taps(); tap++) {
      if (readCell(window, y, x, tap, cell)) {
        combine(PixelProgram.Opcode.MAX, values, cell, values);
      }
    }
  }

  private void meanPool(PixelProgram.MeanPool pool, int y, int x, float[] values) {
    float[] cell = new float[values.length];
    Arrays.fill(values, 0);
    int inside = 0;
    for (int tap = 0; tap < pool.window().spec().taps(); tap++) {
      if (readCell(pool.window(), y, x, tap, cell)) {
        combine(PixelProgram.Opcode.ADD, values, cell, values);
        inside++;
      }
    }
    int cells = pool.countsBorder() ? pool.window().spec().taps() : Math.max(inside, 1);
    for (int c = 0; c < values.length; c++) {
      values[c] /= cells;
    }
  }

  private void bilinear(Axis rows, Axis columns, int y, int x, float[] values) {
    float below = rows.weight().floats().get(y);
    float right = columns.weight().floats().get(x);
    float[] bottom = new float[values.length];
    blend(rows.source().ints().get(y), columns, x, right, values);
    blend(rows.next().ints().get(y), columns, x, right, bottom);
    for (int c = 0; c < values.length; c++) {
      values[c] += (bottom[c] - values[c]) * below;
    }
  }

  private void blend(int row, Axis columns, int x, float right, float[] values) {
    float[] other = new float[values.length];
    in.floats().get(in.index(row, columns.source().ints().get(x)), values);
    in.floats().get(in.index(row, columns.next().ints().get(x)), other);
    for (int c = 0; c < values.length; c++) {
      values[c] += (other[c] - values[c]) * right;
    }
  }

  private void gather(int y, int x, float[] values) {
    for (PixelOperand operand : operands) {
      int row = Axis.source(operand.rows(), y);
      int column = Axis.source(operand.columns(), x);
      for (int c = 0; c < values.length; c++) {
        int channel = operand.channel(c, y, x);
        if (channel != PixelOperand.KEPT) {
          boolean there = row >= 0 && column >= 0 && channel >= 0;
          values[c] = there ? operand.plane().get(channel, row, column) : 0;
        }
      }
    }
  }

  private void expression(PixelProgram.InstructionList expression, int y, int x, float[] values) {
    float[][] slots = new float[operands.size() + expression.instructions().size()][values.length];
    int slot = 0;
    for (PixelOperand operand : operands) {
      read(operand, y, x, slots[slot++]);
    }
    for (PixelProgram.Instruction instruction : expression.instructions()) {
      float[] left = slots[instruction.left()];
      if (instruction.opcode() == PixelProgram.Opcode.ACTIVATE) {
        for (int c = 0; c < values.length; c++) {
          slots[slot][c] = JavaConv.activate(instruction.activation(), left[c]);
        }
      } else {
        combine(instruction.opcode(), left, slots[instruction.right()], slots[slot]);
      }
      slot++;
    }
    System.arraycopy(slots[slot - 1], 0, values, 0, values.length);
  }

  private static void combine(
      PixelProgram.Opcode operation, float[] left, float[] right, float[] result) {
    for (int c = 0; c < result.length; c++) {
      result[c] =
          switch (operation) {
            case ADD -> left[c] + right[c];
            case SUB -> left[c] - right[c];
            case MUL -> left[c] * right[c];
            case DIV -> left[c] / right[c];
            case MAX -> Math.max(left[c], right[c]);
            case MIN -> Math.min(left[c], right[c]);
            case POW -> (float) Math.pow(left[c], right[c]);
            case ACTIVATE -> throw new IllegalArgumentException(operation + " has one argument");
          };
    }
  }
}

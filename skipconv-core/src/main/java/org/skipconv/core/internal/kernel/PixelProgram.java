package org.skipconv.core.internal.kernel;

import java.util.List;
import org.skipconv.core.Activation;

/** Program that everything but convolutions computes at each pixel. */
public sealed interface PixelProgram {
  /** {@code y = activation(sum of factor * x)} over all operands, each read through its tables. */
  record LinearCombination(Activation activation) implements PixelProgram {}

  /** The largest value of the window's cells inside the map. */
  record MaxPool(WindowGeometry window) implements PixelProgram {}

  /**
   * The mean over the window's cells: of those inside the map, or of all, those outside being 0.
   */
  record MeanPool(WindowGeometry window, boolean countsBorder) implements PixelProgram {}

  /** The mean of two rows by two columns, with the weights of the operand's axes. */
  record Bilinear() implements PixelProgram {}

  /** {@code y = x * factor}, x the first operand, the factors the second, a map of one pixel. */
  record Scale() implements PixelProgram {}

  /**
   * {@code y = x at (rows[y], columns[x], channels[c])}, 0 where a table has a negative entry. The
   * target may be a run of channels. Where the operand has phases, there is a row of channels for
   * each; an output value whose entry is {@link PixelOperand#KEPT} stays as it is. Of several
   * operands each writes what its table of channels names, and no two name the same.
   */
  record TableLookup() implements PixelProgram {}

  /**
   * Result of the last instruction. Operands have the slots 0, 1, 2, ..., and each instruction
   * writes to the slot after those of all before it.
   */
  record InstructionList(List<Instruction> instructions) implements PixelProgram {
    public InstructionList {
      instructions = List.copyOf(instructions);
    }
  }

  /** Operation of an {@link Instruction}. */
  enum Opcode {
    ADD,
    SUB,
    MUL,
    DIV,
    MAX,
    MIN,
    POW,
    /** The activation of the left slot. */
    ACTIVATE
  }

  /**
   * One step of an expression.
   *
   * @param left slot of the first argument
   * @param right slot of the second argument
   * @param activation {@link Activation#NONE} but for {@link Opcode#ACTIVATE}
   */
  record Instruction(Opcode opcode, int left, int right, Activation activation) {
    public static Instruction of(Opcode operation, int left, int right) {
      return new Instruction(operation, left, right, Activation.NONE);
    }

    public static Instruction of(Activation activation, int slot) {
      return new Instruction(Opcode.ACTIVATE, slot, slot, activation);
    }
  }
}

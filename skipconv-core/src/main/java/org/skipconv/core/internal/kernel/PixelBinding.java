package org.skipconv.core.internal.kernel;

import java.util.List;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.PixelOperand.Addressing;

/** A pixel program bound to what it reads and writes. */
public record PixelBinding(Target target, List<PixelOperand> operands, PixelProgram program) {
  /** Operands of one program. */
  public static final int MAX_OPERANDS = NativeLayout.MAX_OPERANDS;

  /** Operands and instructions of an expression. */
  public static final int MAX_SLOTS = NativeLayout.MAX_SLOTS;

  public PixelBinding {
    operands = List.copyOf(operands);
    if (operands.isEmpty() || operands.size() > MAX_OPERANDS) {
      throw new IllegalArgumentException(
          operands.size() + " operands; a program has 1 to " + MAX_OPERANDS);
    }
    if (program instanceof PixelProgram.InstructionList expression) {
      checkExpression(target, operands, expression);
    } else if (program instanceof PixelProgram.Scale) {
      checkScale(target, operands);
    } else {
      checkOperands(operands, program);
    }
    if (!(program instanceof PixelProgram.TableLookup) && !target.isWhole()) {
      throw new IllegalArgumentException(program + " writes all channels of a map, not a run");
    }
  }

  private static void checkOperands(List<PixelOperand> operands, PixelProgram program) {
    boolean takesMany =
        program instanceof PixelProgram.LinearCombination
            || program instanceof PixelProgram.TableLookup;
    if (operands.size() > 1 && !takesMany) {
      throw new IllegalArgumentException(program + " has one operand, not " + operands.size());
    }
    for (PixelOperand operand : operands) {
      if (operand.addressing() != Addressing.FULL) {
        throw new IllegalArgumentException(
            program + " reads whole maps, not " + operand.addressing());
      }
      boolean interpolates = operand.rows() != null && operand.rows().next() != null;
      if (interpolates != program instanceof PixelProgram.Bilinear) {
        throw new IllegalArgumentException(
            program + " with axes that " + (interpolates ? "interpolate" : "do not interpolate"));
      }
    }
  }

  private static void checkScale(Target target, List<PixelOperand> operands) {
    if (operands.size() != 2
        || operands.get(0).addressing() != Addressing.FULL
        || operands.get(1).addressing() != Addressing.ONE_PIXEL) {
      throw new IllegalArgumentException("scaling takes a map and a map of one pixel");
    }
    checkChannels(target, operands);
  }

  private static void checkChannels(Target target, List<PixelOperand> operands) {
    for (PixelOperand operand : operands) {
      boolean hasChannels =
          operand.addressing() == Addressing.FULL || operand.addressing() == Addressing.ONE_PIXEL;
      Shape shape = hasChannels ? operand.plane().shape() : null;
      if (hasChannels && shape.channels() != target.channels()) {
        throw new IllegalArgumentException(
            "an operand of " + shape + " for " + target.channels() + " channels");
      }
    }
  }

  private static void checkExpression(
      Target target, List<PixelOperand> operands, PixelProgram.InstructionList expression) {
    checkChannels(target, operands);
    int slots = operands.size();
    for (PixelProgram.Instruction instruction : expression.instructions()) {
      int highest = Math.max(instruction.left(), instruction.right());
      if (Math.min(instruction.left(), instruction.right()) < 0 || highest >= slots) {
        throw new IllegalArgumentException(
            instruction + " reads a slot that is not written; there are " + slots + " before it");
      }
      slots++;
    }
    if (expression.instructions().isEmpty() || slots > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "an expression has an instruction at least, and at most "
              + MAX_SLOTS
              + " operands and instructions, but has "
              + slots);
    }
  }
}

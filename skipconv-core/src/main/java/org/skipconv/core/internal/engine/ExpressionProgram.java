package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.internal.kernel.PixelOperand;
import org.skipconv.core.internal.kernel.PixelProgram.Instruction;
import org.skipconv.core.internal.kernel.PixelProgram.Opcode;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.Planes;

/**
 * An expression as a kernel runs it: operands and constants, then one instruction after the other.
 *
 * @param operands what is read, constants included
 * @param instructions the last one gives the result
 */
record ExpressionProgram(List<PixelOperand> operands, List<Instruction> instructions) {

  /**
   * The program of an expression.
   *
   * @param read operands of the expression
   * @param owner of the memory that constants need
   * @param out where the result goes
   */
  static ExpressionProgram of(
      Pointwise operation, List<PixelOperand> read, Planes owner, Plane out) {
    Compiler compiler = new Compiler(read, owner, out);
    List<Slot> values = IntStream.range(0, read.size()).mapToObj(i -> new Slot(false, i)).toList();
    Slot result = operation.evaluate(compiler, values);
    if (!result.computed || result.index < compiler.steps.size() - 1) {
      compiler.apply(Activation.NONE, result);
    }
    return compiler.program();
  }

  /** An operand, or the result of an instruction, by its index among these. */
  private record Slot(boolean computed, int index) {}

  private record Unplaced(Opcode operation, Slot left, Slot right, Activation activation) {}

  private static final class Compiler implements Expression.Algebra<Slot> {
    private final List<PixelOperand> operands;
    private final List<Unplaced> steps = new ArrayList<>();
    private final Planes owner;
    private final Plane out;

    Compiler(List<PixelOperand> read, Planes owner, Plane out) {
      this.operands = new ArrayList<>(read);
      this.owner = owner;
      this.out = out;
    }

    /** Instructions write to the slots after all operands, whose number is known in the end. */
    ExpressionProgram program() {
      List<Instruction> placed =
          steps.stream()
              .map(
                  step ->
                      new Instruction(
                          step.operation, slot(step.left), slot(step.right), step.activation))
              .toList();
      return new ExpressionProgram(List.copyOf(operands), placed);
    }

    private int slot(Slot value) {
      return value.computed ? operands.size() + value.index : value.index;
    }

    private Slot step(Opcode operation, Slot left, Slot right, Activation activation) {
      steps.add(new Unplaced(operation, left, right, activation));
      return new Slot(true, steps.size() - 1);
    }

    private Slot operand(PixelOperand operand) {
      operands.add(operand);
      return new Slot(false, operands.size() - 1);
    }

    @Override
    public Slot apply(Activation function, Slot x) {
      return step(Opcode.ACTIVATE, x, x, function);
    }

    @Override
    public Slot weightedSum(List<Float> factors, List<Slot> terms) {
      Slot total = null;
      for (int i = 0; i < terms.size(); i++) {
        Slot term = terms.get(i);
        if (factors.get(i) != 1) {
          Slot factor = operand(PixelOperand.constant(factors.get(i)));
          term = step(Opcode.MUL, term, factor, Activation.NONE);
        }
        total = total == null ? term : step(Opcode.ADD, total, term, Activation.NONE);
      }
      return total;
    }

    @Override
    public Slot binary(Expression.Binary.Operator operator, Slot a, Slot b) {
      Opcode operation =
          switch (operator) {
            case ADD -> Opcode.ADD;
            case SUBTRACT -> Opcode.SUB;
            case MULTIPLY -> Opcode.MUL;
            case DIVIDE -> Opcode.DIV;
            case MAXIMUM -> Opcode.MAX;
            case MINIMUM -> Opcode.MIN;
            case POWER -> Opcode.POW;
          };
      return step(operation, a, b, Activation.NONE);
    }

    @Override
    public Slot constant(Tensor perChannel) {
      if (perChannel.elements() == 1) {
        return operand(PixelOperand.constant(perChannel.get(0)));
      }
      Plane values = owner.vector(out.shape().channels());
      for (int c = 0; c < out.shape().channels(); c++) {
        values.floats().put(c, perChannel.get(c));
      }
      return operand(PixelOperand.onePixel(values));
    }
  }
}

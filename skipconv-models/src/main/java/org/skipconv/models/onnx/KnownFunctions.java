package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;

/**
 * Finds out which function an expression of one value is, by its values: SiLU, HardSwish and their
 * like have a kernel of their own, and are spelled in many ways.
 */
final class KnownFunctions {
  /** Relative to the larger of 1 and the value. */
  private static final double SAME = 2e-6;

  private static final List<Activation> FUNCTIONS =
      List.of(
          Activation.NONE,
          Activation.RELU,
          Activation.RELU6,
          Activation.SIGMOID,
          Activation.SILU,
          Activation.HARD_SWISH,
          Activation.TANH,
          Activation.MISH,
          Activation.GELU);

  private static final double[] PLACES = places();

  private KnownFunctions() {}

  private static double[] places() {
    List<Double> places = new ArrayList<>();
    for (double x = -12; x <= 12; x += 0.11) {
      places.add(x);
    }
    places.add(-100.0);
    places.add(100.0);
    return places.stream().mapToDouble(x -> x).toArray();
  }

  /** The function that an expression of its only operand is; empty when it is none of those. */
  static Optional<Activation> recognise(Expression expression) {
    if (expression instanceof Expression.Apply apply && apply.x() instanceof Expression.Operand) {
      return Optional.of(apply.function());
    }
    DoubleUnaryOperator function = function(expression);
    try {
      return FUNCTIONS.stream().filter(known -> same(function, known)).findFirst();
    } catch (NotInGraph differsByChannel) {
      return Optional.empty();
    }
  }

  private static boolean same(DoubleUnaryOperator function, Activation known) {
    for (double x : PLACES) {
      double expected = known.apply(x);
      double error = Math.abs(function.applyAsDouble(x) - expected);
      if (!(error <= SAME * Math.max(1, Math.abs(expected)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * An expression of one operand as a function of numbers.
   *
   * @throws NotInGraph when computed, if a constant differs from channel to channel
   */
  static DoubleUnaryOperator function(Expression expression) {
    return x -> expression.evaluate(NUMBERS, List.of(x));
  }

  private static final Expression.Algebra<Double> NUMBERS =
      new Expression.Algebra<>() {
        @Override
        public Double apply(Activation function, Double x) {
          return function.apply(x);
        }

        @Override
        public Double weightedSum(List<Float> factors, List<Double> terms) {
          double total = 0;
          for (int i = 0; i < terms.size(); i++) {
            total += factors.get(i) * terms.get(i);
          }
          return total;
        }

        @Override
        public Double binary(Expression.Binary.Operator kind, Double a, Double b) {
          return switch (kind) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case POWER -> Math.pow(a, b);
          };
        }

        @Override
        public Double constant(Tensor perChannel) {
          if (perChannel.elements() != 1) {
            throw new NotInGraph("a constant differs from channel to channel");
          }
          return (double) perChannel.get(0);
        }
      };
}

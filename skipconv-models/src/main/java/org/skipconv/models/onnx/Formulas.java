package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;

/** Puts expressions together. */
final class Formulas {
  /** Least number of a kernel's 16 operands and 32 slots, constants included. */
  private static final int MAX_OPERANDS = 6;

  private static final int MAX_PARTS = 18;

  private Formulas() {}

  static LazyMap unary(String name, LazyMap x, UnaryOperator<Expression> function) {
    if (x instanceof LazyMap.OfExpression inner && grows(inner)) {
      return new LazyMap.OfExpression(name, function.apply(inner.expression()), inner.operands());
    }
    return new LazyMap.OfExpression(name, function.apply(new Expression.Operand(0)), List.of(x));
  }

  private static boolean grows(LazyMap.OfExpression map) {
    return !map.isPlanned() && parts(map.expression()) < MAX_PARTS / 2;
  }

  static LazyMap binary(
      String name, NetworkPlan plan, LazyMap a, LazyMap b, BinaryOperator<Expression> function) {
    List<LazyMap> operands = new ArrayList<>();
    boolean same = a.shape().equals(b.shape());
    // What is broadcast is computed once for each of its own values, not for each of the result's.
    Expression left = part(a, operands, same || larger(a, b));
    Expression right = part(b, operands, same || larger(b, a));
    Expression both = function.apply(left, right);
    if (operands.size() > MAX_OPERANDS || parts(both) > MAX_PARTS) {
      a.planned(plan);
      b.planned(plan);
      operands.clear();
      both = function.apply(part(a, operands, false), part(b, operands, false));
    }
    return new LazyMap.OfExpression(name, both, operands);
  }

  private static boolean larger(LazyMap a, LazyMap b) {
    return a.shape().pixels() >= b.shape().pixels() && a.shape().channels() >= b.shape().channels();
  }

  private static Expression part(LazyMap map, List<LazyMap> operands, boolean open) {
    if (open && map instanceof LazyMap.OfExpression inner && grows(inner)) {
      List<Expression> places = new ArrayList<>();
      inner.operands().forEach(operand -> places.add(place(operand, operands)));
      return inner.expression().evaluate(REBUILT, places);
    }
    return place(map, operands);
  }

  private static Expression place(LazyMap operand, List<LazyMap> operands) {
    int index = operands.indexOf(operand);
    if (index < 0) {
      index = operands.size();
      operands.add(operand);
    }
    return new Expression.Operand(index);
  }

  private static int parts(Expression expression) {
    return expression.evaluate(SIZE, java.util.Collections.nCopies(64, 0));
  }

  /** {@code a + b}; a sum whose first term is one goes on. */
  static Expression sum(Expression a, Expression b) {
    List<Expression> terms = new ArrayList<>();
    List<Float> factors = new ArrayList<>();
    if (a instanceof Expression.WeightedSum sum) {
      terms.addAll(sum.terms());
      factors.addAll(sum.factors());
    } else {
      terms.add(a);
      factors.add(1f);
    }
    if (b instanceof Expression.WeightedSum product && product.terms().size() == 1) {
      terms.addAll(product.terms());
      factors.addAll(product.factors());
    } else {
      terms.add(b);
      factors.add(1f);
    }
    return new Expression.WeightedSum(factors, terms);
  }

  static Expression apply(Activation function, Expression x) {
    return function.equals(Activation.NONE) ? x : new Expression.Apply(function, x);
  }

  static Expression constant(float... perChannel) {
    return new Expression.Constant(Tensor.of(perChannel, perChannel.length));
  }

  static Expression times(Expression a, Expression b) {
    return new Expression.Binary(Expression.Binary.Operator.MULTIPLY, a, b);
  }

  /** Rebuilds an expression over other operands. */
  private static final Expression.Algebra<Expression> REBUILT =
      new Expression.Algebra<>() {
        @Override
        public Expression apply(Activation function, Expression x) {
          return new Expression.Apply(function, x);
        }

        @Override
        public Expression weightedSum(List<Float> factors, List<Expression> terms) {
          return new Expression.WeightedSum(factors, terms);
        }

        @Override
        public Expression binary(Expression.Binary.Operator kind, Expression a, Expression b) {
          return new Expression.Binary(kind, a, b);
        }

        @Override
        public Expression constant(Tensor perChannel) {
          return new Expression.Constant(perChannel);
        }
      };

  /** Counts instructions and constants. */
  private static final Expression.Algebra<Integer> SIZE =
      new Expression.Algebra<>() {
        @Override
        public Integer apply(Activation function, Integer x) {
          return x + 1;
        }

        @Override
        public Integer weightedSum(List<Float> factors, List<Integer> terms) {
          return terms.stream().mapToInt(t -> t + 2).sum();
        }

        @Override
        public Integer binary(Expression.Binary.Operator kind, Integer a, Integer b) {
          return a + b + 1;
        }

        @Override
        public Integer constant(Tensor perChannel) {
          return 1;
        }
      };
}

package org.skipconv.core.graph;

import java.util.List;
import java.util.function.UnaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;

/** A formula of the values at one place, the right-hand side of a {@link Pointwise}. */
public sealed interface Expression {

  /**
   * A meaning of expressions.
   *
   * @param <T> a value
   */
  interface Algebra<T> {

    /**
     * {@return {@code function(x)}}
     *
     * @param function the function
     * @param x its argument
     */
    T apply(Activation function, T x);

    /**
     * {@return {@code factor_0 * x_0 + factor_1 * x_1 + ...}, summed up in this order}
     *
     * @param factors one for each term
     * @param terms the terms
     */
    T weightedSum(List<Float> factors, List<T> terms);

    /**
     * {@return {@code a operator b}}
     *
     * @param operator what to do with both
     * @param a the left operand
     * @param b the right operand
     */
    T binary(Binary.Operator operator, T a, T b);

    /**
     * {@return a constant for each channel, or one for all}
     *
     * @param perChannel [channels], or [1] for all
     */
    T constant(Tensor perChannel);
  }

  /**
   * Computes this expression.
   *
   * @param <T> type of the values
   * @param algebra how values are computed
   * @param operands values of the operands
   * @return the value of the expression
   */
  <T> T evaluate(Algebra<T> algebra, List<T> operands);

  /**
   * {@return the same expression with other constants}
   *
   * @param change gives each constant's successor
   */
  Expression mapConstants(UnaryOperator<Tensor> change);

  /**
   * An operand.
   *
   * @param index from 0
   */
  record Operand(int index) implements Expression {
    @Override
    public <T> T evaluate(Algebra<T> algebra, List<T> operands) {
      return operands.get(index);
    }

    @Override
    public Expression mapConstants(UnaryOperator<Tensor> change) {
      return this;
    }
  }

  /**
   * A constant.
   *
   * @param perChannel one value for each channel, or one for all
   */
  record Constant(Tensor perChannel) implements Expression {
    @Override
    public <T> T evaluate(Algebra<T> algebra, List<T> operands) {
      return algebra.constant(perChannel);
    }

    @Override
    public Expression mapConstants(UnaryOperator<Tensor> change) {
      return new Constant(change.apply(perChannel));
    }
  }

  /**
   * A function of one value.
   *
   * @param function to apply
   * @param x its argument
   */
  record Apply(Activation function, Expression x) implements Expression {
    @Override
    public <T> T evaluate(Algebra<T> algebra, List<T> operands) {
      return algebra.apply(function, x.evaluate(algebra, operands));
    }

    @Override
    public Expression mapConstants(UnaryOperator<Tensor> change) {
      return new Apply(function, x.mapConstants(change));
    }
  }

  /**
   * A sum of products with fixed factors.
   *
   * @param factors one for each term
   * @param terms in the order in which they are added
   */
  record WeightedSum(List<Float> factors, List<Expression> terms) implements Expression {
    /** Copies its collections and refuses impossible values. */
    public WeightedSum {
      factors = List.copyOf(factors);
      terms = List.copyOf(terms);
      if (terms.isEmpty() || factors.size() != terms.size()) {
        throw new IllegalArgumentException(
            terms.size() + " terms with " + factors.size() + " factors");
      }
    }

    @Override
    public <T> T evaluate(Algebra<T> algebra, List<T> operands) {
      List<T> values = terms.stream().map(term -> term.evaluate(algebra, operands)).toList();
      return algebra.weightedSum(factors, values);
    }

    @Override
    public Expression mapConstants(UnaryOperator<Tensor> change) {
      return new WeightedSum(
          factors, terms.stream().map(term -> term.mapConstants(change)).toList());
    }
  }

  /**
   * A combination of two values.
   *
   * @param operator that combines them
   * @param a first value
   * @param b second value
   */
  record Binary(Operator operator, Expression a, Expression b) implements Expression {

    /** Combinations of two values. */
    public enum Operator {
      /** {@code a + b} */
      ADD,
      /** {@code a - b} */
      SUBTRACT,
      /** {@code a * b} */
      MULTIPLY,
      /** {@code a / b} */
      DIVIDE,
      /** The larger of the two. */
      MAXIMUM,
      /** The smaller of the two. */
      MINIMUM,
      /** {@code a} to the power of {@code b}; NaN for a negative {@code a} unless b is whole. */
      POWER
    }

    @Override
    public <T> T evaluate(Algebra<T> algebra, List<T> operands) {
      return algebra.binary(operator, a.evaluate(algebra, operands), b.evaluate(algebra, operands));
    }

    @Override
    public Expression mapConstants(UnaryOperator<Tensor> change) {
      return new Binary(operator, a.mapConstants(change), b.mapConstants(change));
    }
  }
}

package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/**
 * A small expression, computed for each value of a map from the values at the same place of its
 * operands. An operand of one pixel is broadcast over the picture, one of one channel over the
 * channels.
 *
 * @param expression of the operands
 */
public record Pointwise(Expression expression) implements Operation {

  /**
   * {@return {@code function(x)}}
   *
   * @param function the function
   */
  public static Pointwise activation(Activation function) {
    return new Pointwise(new Expression.Apply(function, new Expression.Operand(0)));
  }

  /**
   * {@return {@code factor_0 * x_0 + factor_1 * x_1 + ...}, in this order}
   *
   * @param factors one for each operand
   */
  public static Pointwise weightedSum(List<Float> factors) {
    List<Expression> terms = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      terms.add(new Expression.Operand(i));
    }
    return new Pointwise(new Expression.WeightedSum(factors, terms));
  }

  /**
   * {@return {@code x_0 + x_1 + ...}, in this order}
   *
   * @param terms number of operands
   */
  public static Pointwise sum(int terms) {
    return weightedSum(Collections.nCopies(terms, 1f));
  }

  /**
   * {@return {@code x_0 * x_1}; with a second operand of one pixel every channel times its factor}
   */
  public static Pointwise product() {
    return new Pointwise(
        new Expression.Binary(
            Expression.Binary.Operator.MULTIPLY,
            new Expression.Operand(0),
            new Expression.Operand(1)));
  }

  /** {@return the function, when this is one of its only operand} */
  public Optional<Activation> asActivation() {
    return expression instanceof Expression.Apply apply
            && apply.x() instanceof Expression.Operand operand
            && operand.index() == 0
        ? Optional.of(apply.function())
        : Optional.empty();
  }

  /** {@return the factors, when this is a weighted sum of all its operands in their order} */
  public Optional<List<Float>> asWeightedSum() {
    return expression instanceof Expression.WeightedSum sum
            && weightedSum(sum.factors()).equals(this)
        ? Optional.of(sum.factors())
        : Optional.empty();
  }

  /** {@return whether this is {@link #product}} */
  public boolean isProduct() {
    return equals(product());
  }

  /**
   * Computes the expression with somebody's values.
   *
   * @param <T> type of the values
   * @param algebra how values are computed
   * @param operands values of the operands
   * @return the value of the expression
   */
  public <T> T evaluate(Expression.Algebra<T> algebra, List<T> operands) {
    return expression.evaluate(algebra, operands);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    if (operands.isEmpty()) {
      throw new IllegalArgumentException("an expression of no operands");
    }
    int channels = 1;
    int height = 1;
    int width = 1;
    for (Shape operand : operands) {
      channels = Math.max(channels, operand.channels());
      height = Math.max(height, operand.height());
      width = Math.max(width, operand.width());
    }
    Shape shape = new Shape(channels, height, width);
    for (Shape operand : operands) {
      boolean fitsChannels = operand.channels() == channels || operand.channels() == 1;
      boolean fitsPixels =
          (operand.height() == height && operand.width() == width) || operand.pixels() == 1;
      if (!fitsChannels || !fitsPixels) {
        throw new IllegalArgumentException(
            "the terms differ in shape: "
                + operands
                + "; one pixel and one channel are broadcast, nothing else");
      }
    }
    return shape;
  }

  @Override
  public Dependence dependence(int operand, List<Shape> operands) {
    Shape result = shape(operands);
    return operands.get(operand).pixels() < result.pixels()
        ? Dependence.everything(operands.get(operand), result)
        : Dependence.pixelByPixel(result);
  }

  @Override
  public List<Parameter> parameters(String layer) {
    List<Parameter> parameters = new ArrayList<>();
    expression.mapConstants(
        constant -> {
          String name = layer + ".constant" + parameters.size();
          parameters.add(new Parameter(name, Parameter.Role.CONSTANT, constant));
          return constant;
        });
    return List.copyOf(parameters);
  }

  @Override
  public Operation mapParameters(UnaryOperator<Tensor> change) {
    return new Pointwise(expression.mapConstants(change));
  }

  @Override
  public <T> T interpret(Interpreter<T> interpreter, Node node, List<T> operands) {
    return interpreter.pointwise(node, this, operands);
  }
}

package org.skipconv.models.onnx;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.graph.Expression;
import org.skipconv.models.onnx.Lowering.Handling;

/** Operators that work value by value. */
final class PointwiseRules {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private PointwiseRules() {}

  static void register(Lowering.Registry rules) {
    function(rules, "Relu", node -> Activation.RELU);
    function(rules, "Sigmoid", node -> Activation.SIGMOID);
    function(rules, "Tanh", node -> Activation.TANH);
    function(rules, "LeakyRelu", node -> Activation.leakyRelu(node.number("alpha", 0.01f)));
    function(
        rules,
        "HardSigmoid",
        node -> Activation.hardSigmoid(node.number("alpha", 0.2f), node.number("beta", 0.5f)));
    function(rules, "HardSwish", node -> Activation.HARD_SWISH);
    function(rules, "Mish", node -> Activation.MISH);
    function(rules, "Elu", node -> Activation.elu(node.number("alpha", 1)));
    function(rules, "Softplus", node -> Activation.SOFTPLUS);
    function(rules, "Exp", node -> Activation.EXP);
    function(rules, "Log", node -> Activation.LOG);
    function(rules, "Sqrt", node -> Activation.SQRT);
    function(rules, "Abs", node -> Activation.ABS);
    function(rules, "Erf", node -> Activation.ERF);
    function(rules, "Floor", node -> Activation.FLOOR);
    function(rules, "Round", node -> Activation.ROUND);
    unary(rules, "Gelu", PointwiseRules::gelu);
    unary(rules, "Swish", node -> x -> swish(node.number("alpha", 1), x));
    unary(rules, "Neg", node -> x -> times(-1, x));
    unary(rules, "Reciprocal", node -> x -> divide(one(), x));
    unary(rules, "Softsign", node -> x -> divide(x, plus(Formulas.apply(Activation.ABS, x), 1)));
    unary(rules, "Selu", PointwiseRules::selu);
    unary(rules, "Celu", PointwiseRules::celu);
    rules.add("Clip", Handling.GRAPH, (node, values) -> List.of(clip(node, values)));
    rules.add("PRelu", Handling.GRAPH, (node, values) -> List.of(parametricRelu(node, values)));
    rules.add("Add", Handling.GRAPH, (node, values) -> List.of(sum(node, values)));
    rules.add("Sum", Handling.GRAPH, (node, values) -> List.of(sum(node, values)));
    rules.add("Sub", Handling.GRAPH, (node, values) -> List.of(difference(node, values)));
    rules.add("Mul", Handling.GRAPH, (node, values) -> List.of(product(node, values)));
    rules.add("Div", Handling.GRAPH, (node, values) -> List.of(quotient(node, values)));
    rules.add("Pow", Handling.GRAPH, (node, values) -> List.of(power(node, values)));
    variadic(rules, "Max", Expression.Binary.Operator.MAXIMUM);
    variadic(rules, "Min", Expression.Binary.Operator.MINIMUM);
  }

  private static void function(
      Lowering.Registry rules, String name, Function<OnnxNode, Activation> function) {
    unary(
        rules,
        name,
        node -> {
          Activation activation = function.apply(node);
          return x -> Formulas.apply(activation, x);
        });
  }

  private static void unary(
      Lowering.Registry rules, String name, Function<OnnxNode, UnaryOperator<Expression>> rule) {
    rules.add(
        name,
        Handling.GRAPH,
        (node, values) ->
            List.of(values.unary(node.result(), values.view(node, 0), rule.apply(node))));
  }

  private static Expression one() {
    return Formulas.constant(1);
  }

  private static Expression times(float factor, Expression x) {
    return new Expression.WeightedSum(List.of(factor), List.of(x));
  }

  private static Expression plus(Expression x, float value) {
    return new Expression.Binary(Expression.Binary.Operator.ADD, x, Formulas.constant(value));
  }

  private static Expression divide(Expression a, Expression b) {
    return new Expression.Binary(Expression.Binary.Operator.DIVIDE, a, b);
  }

  private static UnaryOperator<Expression> gelu(OnnxNode node) {
    if (node.string("approximate", "none").equals("tanh")) {
      // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
      return x -> {
        Expression cube = Formulas.times(x, Formulas.times(x, x));
        Expression inner =
            new Expression.WeightedSum(
                List.of(
                    (float) Math.sqrt(2 / Math.PI), (float) (Math.sqrt(2 / Math.PI) * 0.044715)),
                List.of(x, cube));
        return Formulas.times(times(0.5f, x), plus(Formulas.apply(Activation.TANH, inner), 1));
      };
    }
    return x -> Formulas.apply(Activation.GELU, x);
  }

  private static Expression swish(float alpha, Expression x) {
    return alpha == 1
        ? Formulas.apply(Activation.SILU, x)
        : Formulas.times(x, Formulas.apply(Activation.SIGMOID, times(alpha, x)));
  }

  private static UnaryOperator<Expression> selu(OnnxNode node) {
    float alpha = node.number("alpha", SELU_ALPHA);
    float gamma = node.number("gamma", SELU_GAMMA);
    return x -> times(gamma, Formulas.apply(Activation.elu(alpha), x));
  }

  /** {@code max(0, x) + min(0, alpha * (exp(x / alpha) - 1))} */
  private static UnaryOperator<Expression> celu(OnnxNode node) {
    float alpha = node.number("alpha", 1);
    return x -> times(alpha, Formulas.apply(Activation.elu(1), times(1 / alpha, x)));
  }

  static Activation clip(float least, float most) {
    if (least == 0 && most == 6) {
      return Activation.RELU6;
    }
    return least == 0 && most == Float.POSITIVE_INFINITY
        ? Activation.RELU
        : Activation.clip(least, most);
  }

  private static OnnxView clip(OnnxNode node, OnnxValues values) {
    float least = node.number("min", Float.NEGATIVE_INFINITY);
    float most = node.number("max", Float.POSITIVE_INFINITY);
    if (node.has(1)) {
      least = values.constant(node, 1).number(0);
    }
    if (node.has(2)) {
      most = values.constant(node, 2).number(0);
    }
    // Where the limits are the wrong way round the upper one holds.
    Activation function = clip(Math.min(least, most), most);
    return values.unary(node.result(), values.view(node, 0), x -> Formulas.apply(function, x));
  }

  /** {@code max(x, 0) + slope * min(x, 0)} */
  private static OnnxView parametricRelu(OnnxNode node, OnnxValues values) {
    OnnxView of = values.view(node, 0);
    OnnxConstant slope = values.constantOrNull(node, 1);
    if (slope != null && slope.isUniform()) {
      Activation function = Activation.leakyRelu(slope.number(0));
      return values.unary(node.result(), of, x -> Formulas.apply(function, x));
    }
    Activation below = Activation.clip(Float.NEGATIVE_INFINITY, 0);
    BinaryOperator<Expression> function =
        (x, s) ->
            Formulas.sum(
                Formulas.apply(Activation.RELU, x), Formulas.times(Formulas.apply(below, x), s));
    return slope != null
        ? values.withConstant(node.result(), of, slope, false, function)
        : values.binary(node.result(), of, values.view(node, 1), false, function);
  }

  private static OnnxView sum(OnnxNode node, OnnxValues values) {
    OnnxView total = null;
    OnnxConstant shift = null;
    for (int i = 0; i < node.inputs().size(); i++) {
      OnnxConstant constant = values.constantOrNull(node, i);
      if (constant != null) {
        shift =
            shift == null
                ? constant
                : ConstantFolding.fold(node, List.of(shift, constant)).orElseThrow();
      } else {
        OnnxView term = values.view(node, i);
        total =
            total == null ? term : values.binary(node.result(), total, term, true, Formulas::sum);
      }
    }
    OnnxView of = total == null ? values.view(node, 0) : total;
    return shift == null
        ? of.renamed(node.result())
        : values.affine(node.result(), of, null, shift);
  }

  private static OnnxView difference(OnnxNode node, OnnxValues values) {
    OnnxConstant first = values.constantOrNull(node, 0);
    OnnxConstant second = values.constantOrNull(node, 1);
    if (second != null) {
      return values.affine(node.result(), values.view(node, 0), null, second.map(v -> -v));
    }
    OnnxView x = values.view(node, 1);
    if (first != null) {
      return values.affine(node.result(), x, OnnxConstant.scalar(-1), first);
    }
    return values.binary(
        node.result(),
        values.view(node, 0),
        x,
        false,
        (a, b) -> new Expression.WeightedSum(List.of(1f, -1f), List.of(a, b)));
  }

  private static OnnxView product(OnnxNode node, OnnxValues values) {
    for (int i = 0; i < 2; i++) {
      OnnxConstant constant = values.constantOrNull(node, i);
      if (constant != null) {
        return values.affine(node.result(), values.view(node, 1 - i), constant, null);
      }
    }
    return values.binary(
        node.result(), values.view(node, 0), values.view(node, 1), true, Formulas::times);
  }

  private static OnnxView quotient(OnnxNode node, OnnxValues values) {
    BinaryOperator<Expression> divide = PointwiseRules::divide;
    OnnxConstant divisor = values.constantOrNull(node, 1);
    if (divisor != null) {
      return values.affine(node.result(), values.view(node, 0), divisor.map(v -> 1 / v), null);
    }
    OnnxConstant dividend = values.constantOrNull(node, 0);
    OnnxView x = values.view(node, 1);
    return dividend != null
        ? values.withConstant(node.result(), x, dividend, true, divide)
        : values.binary(node.result(), values.view(node, 0), x, false, divide);
  }

  private static OnnxView power(OnnxNode node, OnnxValues values) {
    BinaryOperator<Expression> power =
        (a, b) -> new Expression.Binary(Expression.Binary.Operator.POWER, a, b);
    OnnxConstant exponent = values.constantOrNull(node, 1);
    if (exponent == null) {
      OnnxConstant base = values.constantOrNull(node, 0);
      OnnxView x = values.view(node, 1);
      return base != null
          ? values.withConstant(node.result(), x, base, true, power)
          : values.binary(node.result(), values.view(node, 0), x, false, power);
    }
    OnnxView x = values.view(node, 0);
    if (exponent.isUniform() && exponent.number(0) == 2) {
      return values.unary(node.result(), x, e -> Formulas.times(e, e));
    }
    if (exponent.isUniform() && exponent.number(0) == 0.5f) {
      return values.unary(node.result(), x, e -> Formulas.apply(Activation.SQRT, e));
    }
    return values.withConstant(node.result(), x, exponent, false, power);
  }

  private static void variadic(
      Lowering.Registry rules, String name, Expression.Binary.Operator kind) {
    BinaryOperator<Expression> function = (a, b) -> new Expression.Binary(kind, a, b);
    rules.add(
        name,
        Handling.GRAPH,
        (node, values) -> {
          OnnxView total = null;
          for (int i = 0; i < node.inputs().size(); i++) {
            if (values.constantOrNull(node, i) == null) {
              OnnxView term = values.view(node, i);
              total =
                  total == null ? term : values.binary(node.result(), total, term, true, function);
            }
          }
          OnnxView result = total == null ? values.view(node, 0) : total;
          for (int i = 0; i < node.inputs().size(); i++) {
            OnnxConstant constant = values.constantOrNull(node, i);
            if (constant != null) {
              result = values.withConstant(node.result(), result, constant, false, function);
            }
          }
          return List.of(result.renamed(node.result()));
        });
  }
}

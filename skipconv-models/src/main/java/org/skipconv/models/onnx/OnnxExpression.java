package org.skipconv.models.onnx;

import java.util.List;
import org.skipconv.core.Activation;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Pointwise;

/** Writes an expression in ONNX's operators. */
final class OnnxExpression implements Expression.Algebra<OnnxExpression.Draft> {
  private final OnnxGraph graph;

  private OnnxExpression(OnnxGraph graph) {
    this.graph = graph;
  }

  /** A part of an expression that is written when its name is known. */
  @FunctionalInterface
  interface Draft {

    /**
     * Writes the part.
     *
     * @param name for its value, where it has none yet
     * @return the name that its value has
     */
    String write(String name);
  }

  /** Writes an expression whose value gets the given name. */
  static void write(OnnxGraph graph, Pointwise operation, List<String> operands, String result) {
    List<Draft> parts = operands.stream().<Draft>map(operand -> name -> operand).toList();
    String written = operation.evaluate(new OnnxExpression(graph), parts).write(result);
    if (!written.equals(result)) {
      graph.node("Identity", result, List.of(written));
    }
  }

  @Override
  public Draft apply(Activation function, Draft x) {
    return name -> {
      String operand = x.write(name + ".x");
      switch (function.function()) {
        case NONE -> graph.node("Identity", name, List.of(operand));
        case RELU -> graph.node("Relu", name, List.of(operand));
        case RELU6 -> clip(name, operand, 0, 6);
        case CLIP -> clip(name, operand, function.a(), function.b());
        case LEAKY_RELU ->
            graph.node("LeakyRelu", name, List.of(operand)).number("alpha", function.a());
        case TANH -> graph.node("Tanh", name, List.of(operand));
        case HARD_SWISH -> graph.node("HardSwish", name, List.of(operand));
        case SIGMOID -> graph.node("Sigmoid", name, List.of(operand));
        case SILU -> {
          String sigmoid = graph.unique(name + ".sigmoid");
          graph.node("Sigmoid", sigmoid, List.of(operand));
          graph.node("Mul", name, List.of(operand, sigmoid));
        }
        case HARD_SIGMOID ->
            graph
                .node("HardSigmoid", name, List.of(operand))
                .number("alpha", function.a())
                .number("beta", function.b());
        case ELU -> graph.node("Elu", name, List.of(operand)).number("alpha", function.a());
        case SOFTPLUS -> graph.node("Softplus", name, List.of(operand));
        case EXP -> graph.node("Exp", name, List.of(operand));
        case LOG -> graph.node("Log", name, List.of(operand));
        case SQRT -> graph.node("Sqrt", name, List.of(operand));
        case ABS -> graph.node("Abs", name, List.of(operand));
        case ERF -> graph.node("Erf", name, List.of(operand));
        case FLOOR -> graph.node("Floor", name, List.of(operand));
        case ROUND -> graph.node("Round", name, List.of(operand));
        case MISH -> {
          String softplus = step("Softplus", name + ".softplus", operand);
          graph.node("Mul", name, List.of(operand, step("Tanh", name + ".tanh", softplus)));
        }
        case GELU -> {
          String scaled =
              step(
                  "Mul", name + ".scaled", operand, scalar(name + ".root", (float) Math.sqrt(0.5)));
          String erf = step("Erf", name + ".erf", scaled);
          String twice = step("Add", name + ".twice", erf, scalar(name + ".one", 1));
          String share = step("Mul", name + ".share", twice, scalar(name + ".half", 0.5f));
          graph.node("Mul", name, List.of(operand, share));
        }
      }
      return name;
    };
  }

  private String step(String type, String name, String... operands) {
    String result = graph.unique(name);
    graph.node(type, result, List.of(operands));
    return result;
  }

  private void clip(String name, String x, float least, float most) {
    String low = scalar(name + ".min", least);
    graph.node("Clip", name, List.of(x, low, scalar(name + ".max", most)));
  }

  /** One addition after the other, because the order of the terms decides the rounding. */
  @Override
  public Draft weightedSum(List<Float> factors, List<Draft> terms) {
    return name -> {
      String total = term(name + ".term0", factors.get(0), terms.get(0));
      for (int i = 1; i < terms.size(); i++) {
        String next = i == terms.size() - 1 ? name : graph.unique(name + ".sum" + i);
        String term = term(name + ".term" + i, factors.get(i), terms.get(i));
        graph.node("Add", next, List.of(total, term));
        total = next;
      }
      return total;
    };
  }

  private String term(String name, float factor, Draft x) {
    if (factor == 1) {
      return x.write(name);
    }
    String product = graph.unique(name);
    String operand = x.write(name + ".x");
    graph.node("Mul", product, List.of(operand, scalar(name + ".factor", factor)));
    return product;
  }

  @Override
  public Draft binary(Expression.Binary.Operator operator, Draft a, Draft b) {
    return name -> {
      String left = a.write(name + ".a");
      String right = b.write(name + ".b");
      graph.node(operator(operator), name, List.of(left, right));
      return name;
    };
  }

  private static String operator(Expression.Binary.Operator operator) {
    return switch (operator) {
      case ADD -> "Add";
      case SUBTRACT -> "Sub";
      case MULTIPLY -> "Mul";
      case DIVIDE -> "Div";
      case MAXIMUM -> "Max";
      case MINIMUM -> "Min";
      case POWER -> "Pow";
    };
  }

  @Override
  public Draft constant(Tensor perChannel) {
    Tensor shaped = Tensor.of(perChannel.values(), 1, perChannel.elements(), 1, 1);
    return name -> graph.floats(name, shaped);
  }

  private String scalar(String name, float value) {
    return graph.floats(name, Tensor.of(new float[] {value}));
  }
}

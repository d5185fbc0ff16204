package org.skipconv.models.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.models.onnx.NetworkPlan.Planned;

/**
 * A map that becomes a node of the network when somebody needs it as one. Until then a convolution
 * takes a factor and a shift per channel into its weights, and an expression grows.
 */
abstract class LazyMap {
  private Planned planned;

  abstract Shape shape();

  abstract Planned plan(NetworkPlan plan);

  /** The node; made at the first call. */
  final Planned planned(NetworkPlan plan) {
    if (planned == null) {
      planned = plan(plan);
    }
    return planned;
  }

  final boolean isPlanned() {
    return planned != null;
  }

  static LazyMap of(Planned node) {
    LazyMap map =
        new LazyMap() {
          @Override
          Shape shape() {
            return node.shape();
          }

          @Override
          Planned plan(NetworkPlan plan) {
            return node;
          }
        };
    map.planned = node;
    return map;
  }

  /** A convolution. */
  static final class OfConv extends LazyMap {
    private final String name;
    private final Planned input;
    private final Conv conv;

    OfConv(String name, Planned input, Conv conv) {
      this.name = name;
      this.input = input;
      this.conv = conv;
    }

    static OfConv of(String name, Planned input, ConvSpec spec, Tensor weight, Tensor bias) {
      return new OfConv(name, input, new Conv(spec, weight, null, bias));
    }

    @Override
    Shape shape() {
      return conv.shape(List.of(input.shape()));
    }

    @Override
    Planned plan(NetworkPlan plan) {
      return plan.add(name, conv, List.of(input));
    }

    /** The same convolution, its result times factors plus shifts, each per channel. */
    OfConv affine(float[] factors, float[] shifts) {
      int channels = conv.outChannels();
      float[] scale = new float[channels];
      float[] bias = new float[channels];
      boolean scaled = conv.scale() != null;
      for (int c = 0; c < channels; c++) {
        float before = conv.scale() == null ? 1 : conv.scale().get(c);
        scale[c] = before * factors[c];
        scaled |= factors[c] != 1;
        bias[c] = conv.bias().get(c) * factors[c] + shifts[c];
      }
      Tensor newScale = scaled ? Tensor.of(scale, channels) : null;
      return new OfConv(
          name, input, new Conv(conv.spec(), conv.weight(), newScale, Tensor.of(bias, channels)));
    }
  }

  /** An expression of maps. */
  static final class OfExpression extends LazyMap {
    /** Names the node. */
    private final String name;

    private final Expression expression;
    private final List<LazyMap> operands;
    private final Shape shape;

    OfExpression(String name, Expression expression, List<LazyMap> operands) {
      this.name = name;
      this.expression = expression;
      this.operands = List.copyOf(operands);
      this.shape = new Pointwise(expression).shape(operands.stream().map(LazyMap::shape).toList());
    }

    Expression expression() {
      return expression;
    }

    List<LazyMap> operands() {
      return operands;
    }

    @Override
    Shape shape() {
      return shape;
    }

    @Override
    Planned plan(NetworkPlan plan) {
      List<Planned> inputs = operands.stream().map(operand -> operand.planned(plan)).toList();
      Optional<Activation> known =
          inputs.size() == 1 ? KnownFunctions.recognise(expression) : Optional.empty();
      if (known.isPresent()) {
        return known.get().equals(Activation.NONE)
            ? inputs.get(0)
            : activation(plan, known.get(), inputs.get(0));
      }
      if (expression instanceof Expression.Apply outer
          && new Pointwise(outer.x()).asWeightedSum().isPresent()) {
        // In two nodes, as the networks of this library have it: a schedule joins them.
        Planned sum = plan.add(name + ".sum", new Pointwise(outer.x()), inputs);
        return activation(plan, outer.function(), sum);
      }
      return plan.add(name, new Pointwise(expression), inputs);
    }

    private Planned activation(NetworkPlan plan, Activation function, Planned input) {
      String suffix = "." + function.function().name().toLowerCase(Locale.ROOT);
      return plan.add(input.name() + suffix, Pointwise.activation(function), List.of(input));
    }
  }
}

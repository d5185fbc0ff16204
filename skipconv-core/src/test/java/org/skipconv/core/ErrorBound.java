package org.skipconv.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Pointwise;

/**
 * How far a result can be from the dense one when every layer holds back at most a threshold's
 * worth of change: per node, the largest error of any value.
 */
final class ErrorBound {
  private final float threshold;
  private final Map<Node, Double> errors = new HashMap<>();

  private ErrorBound(float threshold) {
    this.threshold = threshold;
  }

  /**
   * The largest error of any output.
   *
   * @param threshold of the sum of |r| over a window, of all layers
   * @param inputThreshold mean |change| over channels that is held back at the input
   */
  static double of(SkipNetwork network, float threshold, float inputThreshold) {
    ErrorBound bound = new ErrorBound(threshold);
    for (Node node : network.nodes()) {
      double error =
          node.op() instanceof Input
              ? (double) inputThreshold * node.shape().channels()
              : bound.error(node);
      bound.errors.put(node, error);
    }
    double rounding = 1e-4;
    return rounding
        + network.outputs().values().stream().mapToDouble(bound.errors::get).max().orElseThrow();
  }

  private double error(Node node) {
    if (node.op() instanceof Conv conv) {
      return largestRow(conv) * errors.get(node.input()) + largest(conv) * threshold;
    }
    if (node.op() instanceof Pointwise expression) {
      Optional<List<Float>> factors = expression.asWeightedSum();
      if (factors.isPresent()) {
        return factors.get().equals(List.of(1f, 1f))
            ? shortcut(node)
            : weighted(node, factors.get());
      }
      if (!expression.asActivation().equals(Optional.of(Activation.RELU))) {
        throw new IllegalArgumentException("no bound for " + node);
      }
    }
    // Everything else moves values around, or is flatter than the identity.
    return node.inputs().stream().mapToDouble(errors::get).max().orElseThrow();
  }

  /**
   * {@code conv(x) + x}: the change of x also counts as the shortcut's, windowElements / channels
   * per value, so that what is held back is shared between the two.
   */
  private double shortcut(Node sum) {
    Node convolution = sum.inputs().get(0);
    Node x = sum.inputs().get(1);
    if (!(convolution.op() instanceof Conv conv) || !convolution.input().equals(x)) {
      throw new IllegalArgumentException("no bound for " + sum);
    }
    double perShortcut =
        (double) x.shape().channels() / (conv.weight().size(1) * conv.spec().taps());
    return (largestRow(conv) + 1) * errors.get(x)
        + Math.max(largest(conv), perShortcut) * threshold;
  }

  private double weighted(Node node, List<Float> factors) {
    double error = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      error += Math.abs(factors.get(i)) * errors.get(node.inputs().get(i));
    }
    return error;
  }

  private static double largest(Conv conv) {
    double largest = 0;
    for (float weight : conv.weight().values()) {
      largest = Math.max(largest, Math.abs(weight));
    }
    return largest;
  }

  /** The largest sum of |w| of any output channel. */
  private static double largestRow(Conv conv) {
    int row = conv.weight().elements() / conv.outChannels();
    double largest = 0;
    for (int o = 0; o < conv.outChannels(); o++) {
      double sum = 0;
      for (int i = 0; i < row; i++) {
        sum += Math.abs(conv.weight().get(o * row + i));
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }
}

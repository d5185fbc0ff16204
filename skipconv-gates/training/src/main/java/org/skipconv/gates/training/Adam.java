package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Adam (Kingma and Ba, ICLR 2015) with clipping of the whole gradient's norm. */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-8;

  /** Begins the names of the second moments, none of which is negative. */
  static final String SECOND = "adam.v.";

  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();

  /** An optimiser that has seen nothing; the parameters will have gradients. */
  Adam(Map<String, Tensor> parameters) {
    this.parameters = parameters;
    parameters.forEach(
        (name, p) -> {
          p.set_requires_grad(true);
          first.put(name, torch.zeros_like(p));
          second.put(name, torch.zeros_like(p));
        });
  }

  void clearGradients() {
    parameters.values().stream().map(Tensor::grad).filter(Tensor::defined).forEach(Tensor::zero_);
  }

  /**
   * One step against the gradients.
   *
   * @param step counted from 1
   * @param rate learning rate by the name of a parameter
   * @param maxNorm of the whole gradient; a larger one is scaled down
   * @return false, and nothing done, when the gradient is not finite
   */
  boolean step(int step, java.util.function.ToDoubleFunction<String> rate, double maxNorm) {
    return Scopes.scoped(() -> NoGrad.get(() -> update(step, rate, maxNorm)));
  }

  private boolean update(
      int step, java.util.function.ToDoubleFunction<String> rate, double maxNorm) {
    double squares = 0;
    for (Tensor p : parameters.values()) {
      if (p.grad().defined()) {
        squares += p.grad().square().sum().item_double();
      }
    }
    if (!Double.isFinite(squares)) {
      return false;
    }
    double shrink = Math.min(1, maxNorm / (Math.sqrt(squares) + 1e-12));
    double correct1 = 1 - Math.pow(BETA1, step);
    double correct2 = 1 - Math.pow(BETA2, step);
    parameters.forEach(
        (name, p) -> {
          if (p.grad().defined()) {
            Tensor g = p.grad().mul(new Scalar(shrink));
            Tensor m = first.get(name);
            Tensor v = second.get(name);
            m.mul_(new Scalar(BETA1)).add_(g, new Scalar(1 - BETA1));
            v.mul_(new Scalar(BETA2)).addcmul_(g, g, new Scalar(1 - BETA2));
            Tensor root = v.div(new Scalar(correct2)).sqrt().add(new Scalar(EPSILON));
            p.addcdiv_(m, root, new Scalar(-rate.applyAsDouble(name) / correct1));
          }
        });
    return true;
  }

  /** The moments, which a checkpoint keeps: {@code adam.m.<name>} and {@code adam.v.<name>}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    first.forEach((name, m) -> state.put("adam.m." + name, m));
    second.forEach((name, v) -> state.put(SECOND + name, v));
    return state;
  }
}

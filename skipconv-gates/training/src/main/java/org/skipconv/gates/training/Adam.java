package org.skipconv.gates.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Adam (Kingma and Ba, ICLR 2015) with clipping of the whole gradient's norm. */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-8;

  /** Values that are looked at together: all of them stay in the cache. */
  private static final int PIECE = 4096;

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
        double norm = p.grad().norm().item_double();
        squares += norm * norm;
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
            update(name, p, shrink, rate.applyAsDouble(name) / correct1, correct2);
          }
        });
    return true;
  }

  /** In one pass, where operations of PyTorch would make a dozen. */
  private void update(String name, Tensor p, double shrink, double rate, double correct) {
    Tensor[] all = {p.detach(), p.grad().contiguous(), first.get(name), second.get(name)};
    long count = p.numel();
    int pieces = Math.toIntExact((count + PIECE - 1) / PIECE);
    ParallelPieces.run(
        pieces,
        () -> {
          Values values = new Values(all);
          return piece -> {
            long from = (long) piece * PIECE;
            values.read(from, (int) Math.min(PIECE, count - from));
            values.step(shrink, rate, correct);
            values.write(from);
          };
        });
  }

  /** Some values of a parameter, of its gradient and of the moments. Not thread-safe. */
  private static final class Values {
    private final TensorMemory[] memory;
    private final double[] p = new double[PIECE];
    private final double[] g = new double[PIECE];
    private final double[] m = new double[PIECE];
    private final double[] v = new double[PIECE];
    private final double[][] all = {p, g, m, v};
    private int count;

    Values(Tensor[] tensors) {
      memory =
          Arrays.stream(tensors).map(t -> TensorMemory.of(t, PIECE)).toArray(TensorMemory[]::new);
    }

    void read(long from, int howMany) {
      count = howMany;
      for (int i = 0; i < all.length; i++) {
        memory[i].get(from, all[i], count);
      }
    }

    void write(long from) {
      memory[0].put(from, p, count);
      memory[2].put(from, m, count);
      memory[3].put(from, v, count);
    }

    void step(double shrink, double rate, double correct) {
      for (int i = 0; i < count; i++) {
        double gradient = g[i] * shrink;
        m[i] = BETA1 * m[i] + (1 - BETA1) * gradient;
        v[i] = BETA2 * v[i] + (1 - BETA2) * gradient * gradient;
        p[i] -= rate * m[i] / (Math.sqrt(v[i] / correct) + EPSILON);
      }
    }
  }

  /** The moments, which a checkpoint keeps: {@code adam.m.<name>} and {@code adam.v.<name>}. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    first.forEach((name, m) -> state.put("adam.m." + name, m));
    second.forEach((name, v) -> state.put(SECOND + name, v));
    return state;
  }
}

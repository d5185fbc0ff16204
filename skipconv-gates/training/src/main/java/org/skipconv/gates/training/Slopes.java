package org.skipconv.gates.training;

import java.util.function.DoubleUnaryOperator;
import org.skipconv.core.Activation;

/**
 * Activations with their derivatives. Those that networks are full of are short loops without
 * branches or calls, of which Java makes vector instructions.
 */
final class Slopes {
  /** Beside any other number it is nothing, but it is not 0. */
  private static final double NOTHING = 1e-300;

  /** Largest argument that changes anything. */
  private static final double LARGEST = 700;

  private Slopes() {}

  /** Sign of a number. */
  static double sign(double x) {
    return x / (Math.abs(x) + NOTHING);
  }

  /** {@code 1 / (1 + exp(-x))}, to 1e-13. */
  static double logistic(double x) {
    // The lesser of |x| and LARGEST. Its exponential is a 1024th part's to the power of 1024.
    double a = Math.abs(x);
    double t = (Math.abs(a - LARGEST) - a - LARGEST) * (0.5 / 1024);
    double p = 1 / 120.0 + t * (1 / 720.0 + t * (1 / 5040.0));
    double e = 1 + t * (1 + t * (1 / 2.0 + t * (1 / 6.0 + t * (1 / 24.0 + t * p))));
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    return 0.5 + 0.5 * sign(x) * (1 - e) / (1 + e);
  }

  /** Fills y with f(x) and slope with f'(x), from one index up to another. */
  static void of(Activation f, double[] x, double[] y, double[] slope, int from, int to) {
    switch (f.function()) {
      case NONE -> none(x, y, slope, from, to);
      case RELU -> relu(x, y, slope, from, to);
      case RELU6 -> clamp(0, 6, x, y, slope, from, to);
      case SILU -> silu(x, y, slope, from, to);
      case SIGMOID -> sigmoid(x, y, slope, from, to);
      case LEAKY_RELU -> leaky(f.a(), x, y, slope, from, to);
      case CLIP -> clamp(f.a(), f.b(), x, y, slope, from, to);
      case TANH -> tanh(x, y, slope, from, to);
      case HARD_SWISH -> hardSwish(x, y, slope, from, to);
      case HARD_SIGMOID -> hardSigmoid(f.a(), f.b(), x, y, slope, from, to);
      case ELU -> each(f, v -> v > 0 ? 1 : f.a() * Math.exp(v), x, y, slope, from, to);
      case SOFTPLUS -> each(f, v -> 1 / (1 + Math.exp(-v)), x, y, slope, from, to);
      case EXP -> each(f, Math::exp, x, y, slope, from, to);
      case LOG -> each(f, v -> 1 / v, x, y, slope, from, to);
      case SQRT -> each(f, v -> 0.5 / Math.sqrt(v), x, y, slope, from, to);
      case ABS -> each(f, Math::signum, x, y, slope, from, to);
      case ERF -> each(f, v -> 2 / Math.sqrt(Math.PI) * Math.exp(-v * v), x, y, slope, from, to);
      case MISH -> each(f, Slopes::mish, x, y, slope, from, to);
      case GELU -> each(f, Slopes::gelu, x, y, slope, from, to);
      case FLOOR, ROUND -> each(f, v -> 0, x, y, slope, from, to);
    }
  }

  private static void each(
      Activation f,
      DoubleUnaryOperator derivative,
      double[] x,
      double[] y,
      double[] slope,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      y[i] = f.apply(x[i]);
      slope[i] = derivative.applyAsDouble(x[i]);
    }
  }

  /** With t the tanh of softplus: {@code t + x * (1 - t^2) * sigmoid(x)}. */
  private static double mish(double x) {
    double t = Math.tanh(Activation.SOFTPLUS.apply(x));
    return t + x * (1 - t * t) / (1 + Math.exp(-x));
  }

  /** The normal distribution and x times its density. */
  private static double gelu(double x) {
    double below = (1 + Activation.ERF.apply(x / Math.sqrt(2))) / 2;
    return below + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static void hardSigmoid(
      double a, double b, double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      double line = a * x[i] + b;
      y[i] = Math.max(0, Math.min(1, line));
      slope[i] = line > 0 && line < 1 ? a : 0;
    }
  }

  private static void none(double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i];
      slope[i] = 1;
    }
  }

  private static void relu(double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = 0.5 * (x[i] + Math.abs(x[i]));
    }
    for (int i = from; i < to; i++) {
      slope[i] = sign(y[i]);
    }
  }

  private static void clamp(
      double least, double most, double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(least, Math.min(most, x[i]));
      slope[i] = x[i] > least && x[i] < most ? 1 : 0;
    }
  }

  private static void leaky(
      double below, double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      slope[i] = x[i] > 0 ? 1 : below;
      y[i] = x[i] * slope[i];
    }
  }

  private static void tanh(double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.tanh(x[i]);
      slope[i] = 1 - y[i] * y[i];
    }
  }

  private static void hardSwish(double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * (Math.max(0, Math.min(6, x[i] + 3)) / 6);
      slope[i] = x[i] <= -3 ? 0 : x[i] >= 3 ? 1 : (2 * x[i] + 3) / 6;
    }
  }

  private static void silu(double[] x, double[] y, double[] slope, int from, int to) {
    logistic(x, slope, from, to);
    for (int i = from; i < to; i++) {
      y[i] = x[i] * slope[i];
    }
    for (int i = from; i < to; i++) {
      slope[i] *= 1 + x[i] - y[i];
    }
  }

  private static void sigmoid(double[] x, double[] y, double[] slope, int from, int to) {
    logistic(x, y, from, to);
    for (int i = from; i < to; i++) {
      slope[i] = y[i] * (1 - y[i]);
    }
  }

  private static void logistic(double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = logistic(x[i]);
    }
  }
}

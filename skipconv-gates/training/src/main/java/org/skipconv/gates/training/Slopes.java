package org.skipconv.gates.training;

import java.util.function.DoubleUnaryOperator;
import org.skipconv.core.Activation;

/** Activations with their derivatives. */
final class Slopes {
  private Slopes() {}

  /** Fills y with f(x) and slope with f'(x), from one index up to another. */
  static void of(Activation f, double[] x, double[] y, double[] slope, int from, int to) {
    switch (f.function()) {
      case NONE -> none(x, y, slope, from, to);
      case RELU -> clamp(0, Double.POSITIVE_INFINITY, x, y, slope, from, to);
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
    for (int i = from; i < to; i++) {
      double s = 1 / (1 + Math.exp(-x[i]));
      y[i] = x[i] * s;
      slope[i] = s * (1 + x[i] * (1 - s));
    }
  }

  private static void sigmoid(double[] x, double[] y, double[] slope, int from, int to) {
    for (int i = from; i < to; i++) {
      double s = 1 / (1 + Math.exp(-x[i]));
      y[i] = s;
      slope[i] = s * (1 - s);
    }
  }
}

package org.skipconv.gates.training;

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
      default -> throw new IllegalArgumentException("training has no derivative of " + f);
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

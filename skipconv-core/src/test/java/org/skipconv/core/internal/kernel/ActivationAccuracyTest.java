package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Activation;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.Activations;
import org.skipconv.core.testing.TestKernels;
import org.skipconv.core.testing.Tolerance;

/** The activations' errors against double precision, over a dense sweep and at the edges. */
class ActivationAccuracyTest {
  private static final int CHANNELS = 16;
  private static final int SIDE = 64;
  private static final int VALUES = CHANNELS * SIDE * SIDE;

  /** The kernel's results at the given points, by way of a sum of one term. */
  private static float[] apply(Kernels kernels, Activation activation, float[] points) {
    Shape shape = new Shape(CHANNELS, SIDE, SIDE);
    int[] list = new int[SIDE * SIDE];
    for (int i = 0; i < list.length; i++) {
      list[i] = (i / SIDE) << 16 | (i % SIDE);
    }
    // Closed when done: kernels work on bare addresses, so that memory must not be collected early.
    try (Planes owner = new Planes()) {
      Plane in = owner.map(shape, Plane.NO_BORDER, CHANNELS, 1, 1);
      in.floats().put(points);
      Plane out = owner.map(shape, Plane.NO_BORDER, CHANNELS, 1, 1);
      Target target = Target.of(out, null, owner.tableOf(list), null);
      kernels
          .pixels(
              owner,
              new PixelBinding(
                  target,
                  List.of(PixelOperand.of(in)),
                  new PixelProgram.LinearCombination(activation)))
          .run(0, list.length, 0, 1);
      float[] results = new float[VALUES];
      out.floats().get(results);
      return results;
    }
  }

  private static float[] sweep(double low, double high, long seed) {
    Random random = new Random(seed);
    float[] points = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      points[i] = (float) (low + (high - low) * (i + random.nextDouble()) / VALUES);
    }
    return points;
  }

  /** The largest error in units of the last place of the exact result. */
  private static double worstUlps(Kernels kernels, Activation activation, float[] points) {
    float[] got = apply(kernels, activation, points);
    double worst = 0;
    for (int i = 0; i < VALUES; i++) {
      double exact = activation.apply(points[i]);
      worst = Math.max(worst, Math.abs(got[i] - exact) / Math.ulp((float) exact));
    }
    return worst;
  }

  /** Below -18 the sigmoid is 1 / exp(-x) but for one rounding: this is the error of exp. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void exponential(TestKernels which) {
    Kernels kernels = which.require();
    for (int low = -87; low < -18; low += 3) {
      double worst = worstUlps(kernels, Activation.SIGMOID, sweep(low, low + 3, low));
      assertThat(worst).as("%s at %d", which, low).isLessThan(2.5);
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void sigmoidAndSilu(TestKernels which) {
    Kernels kernels = which.require();
    for (int low = -80; low < 100; low += 4) {
      float[] points = sweep(low, low + 4, low);
      assertThat(worstUlps(kernels, Activation.SIGMOID, points)).as("at %d", low).isLessThan(3);
      assertThat(worstUlps(kernels, Activation.SILU, points)).as("at %d", low).isLessThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void tanh(TestKernels which) {
    Kernels kernels = which.require();
    for (int low = -12; low < 12; low++) {
      double worst = worstUlps(kernels, Activation.TANH, sweep(low, low + 1, low));
      assertThat(worst).as("%s at %d", which, low).isLessThan(8);
    }
    assertThat(worstUlps(kernels, Activation.TANH, sweep(-1e-3, 1e-3, 7))).isLessThan(8);
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void everyMagnitudeAndTheEdges(TestKernels which) {
    Kernels kernels = which.require();
    float[] edges = {
      0,
      -0.0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      1e-40f,
      -1e-40f,
      1,
      -1,
      5.9999995f,
      6,
      6.0000005f,
      87.3f,
      -87.3f,
      88.3f,
      -88.3f,
      100,
      -100,
      1000,
      -1000,
      1e30f,
      -1e30f,
      3e38f,
      -3e38f
    };
    float[] points = new float[VALUES];
    Random random = new Random(3);
    for (int i = 0; i < VALUES; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      points[i] = i < edges.length ? edges[i] : Float.isFinite(any) ? any : 0;
    }
    for (Activation activation : Activations.all()) {
      float[] got = apply(kernels, activation, points);
      for (int i = 0; i < VALUES; i++) {
        double exact = activation.apply(points[i]);
        if (Double.isNaN(exact)) {
          assertThat(got[i]).as("%s of %s on %s", activation, points[i], which).isNaN();
          continue;
        }
        if (got[i] == (float) exact) {
          // Infinite, perhaps.
          continue;
        }
        double allowed = allowed(activation, points[i], exact);
        String what = activation + " of " + points[i] + " on " + which;
        Tolerance.check(what, got[i], exact, allowed);
      }
    }
  }

  private static double allowed(Activation activation, double x, double exact) {
    double ulp = Math.ulp((float) exact);
    // The kernel's exponential is held to normal floats for some: far below 0 something tiny is
    // left,
    // times x for SILU.
    double left = 5e-39 * Math.max(1, Math.abs(x));
    return switch (activation.function()) {
      case NONE, RELU, RELU6, CLIP, ABS, FLOOR, ROUND -> 0;
      case LEAKY_RELU -> Float.MIN_VALUE;
      case SQRT, LOG -> ulp;
      case SILU, SIGMOID, HARD_SWISH -> 4 * ulp + left;
      case TANH -> 8 * ulp + left;
      case EXP, SOFTPLUS, ELU -> 6 * ulp + 2 * Float.MIN_VALUE;
      case MISH -> 8 * ulp + 4 * Float.MIN_VALUE * Math.max(1, Math.abs(x));
      case ERF -> 8 * ulp + 2 * Float.MIN_VALUE;
      // Of the sum of 1 and an error function near -1 the last places are lost.
      case GELU -> 4 * ulp + (x > -7 ? 2 * Tolerance.EPSILON * Math.min(Math.abs(x), 7) : 1e-11);
      case HARD_SIGMOID -> 2 * Tolerance.EPSILON * (Math.abs(activation.a() * x) + 1);
    };
  }

  /** Largest errors in units of the last place between 10 below and 10 above 0. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void curvesOfOtherFrameworks(TestKernels which) {
    Kernels kernels = which.require();
    for (int low = -10; low < 10; low++) {
      float[] points = sweep(low, low + 1, low);
      String where = which + " at " + low;
      for (Activation activation :
          List.of(Activation.EXP, Activation.SOFTPLUS, Activation.elu(1))) {
        assertThat(worstUlps(kernels, activation, points)).as(activation + where).isLessThan(6);
      }
      assertThat(worstUlps(kernels, Activation.MISH, points)).as("mish" + where).isLessThan(6);
      assertThat(worstUlps(kernels, Activation.ERF, points)).as("erf" + where).isLessThan(8);
    }
    for (Activation steep : List.of(Activation.ERF, Activation.elu(1), Activation.GELU)) {
      assertThat(worstUlps(kernels, steep, sweep(-1e-3, 1e-3, 7))).as("%s", steep).isLessThan(4);
    }
  }
}

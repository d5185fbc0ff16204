package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Activation;

class SlopesTest {
  private static final double STEP = 1e-6;

  /** Away from kinks and from where LOG and SQRT are not defined. */
  private static final double[] POINTS = {0.013, 0.4, 0.97, 2.2, 3.7, 5.9, 6.4, 17.3};

  @ParameterizedTest
  @MethodSource("org.skipconv.core.testing.Activations#all")
  void valuesAndSlopesAreThoseOfTheActivation(Activation function) {
    int n = POINTS.length;
    double[] y = new double[n + 2];
    double[] slope = new double[n + 2];
    double[] x = new double[n + 2];
    System.arraycopy(POINTS, 0, x, 1, n);
    Slopes.of(function, x, y, slope, 1, n + 1);
    for (int i = 1; i <= n; i++) {
      double expected = function.apply(x[i]);
      double numeric = (function.apply(x[i] + STEP) - function.apply(x[i] - STEP)) / (2 * STEP);
      assertThat(y[i]).as("%s of %s", function, x[i]).isCloseTo(expected, within(1e-6));
      assertThat(slope[i])
          .as("slope of %s at %s", function, x[i])
          .isCloseTo(numeric, within(1e-2 * (1 + Math.abs(numeric))));
    }
    assertThat(new double[] {y[0], y[n + 1], slope[0], slope[n + 1]}).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-12, 0.3, 1, 5.5, 19, 40, 120, 690, 1e5, 1e30})
  void theLogisticFunctionIsTheOne(double x) {
    for (double sign : new double[] {1, -1}) {
      double expected = 1 / (1 + Math.exp(-sign * x));
      assertThat(Slopes.logistic(sign * x)).isCloseTo(expected, within(1e-13));
    }
  }

  @Test
  void theSignIsTheSign() {
    for (double x : new double[] {0, 1e-100, -1e-100, 3, -3, 1e300, -1e300}) {
      assertThat(Slopes.sign(x)).isEqualTo(Math.signum(x));
    }
  }
}

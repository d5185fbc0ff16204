package org.skipconv.models.vision;

import org.jspecify.annotations.Nullable;

/** Four linear equations with a symmetric, positive definite matrix. */
final class Cholesky {
  private static final int SIZE = 4;

  private Cholesky() {}

  /**
   * Solves them.
   *
   * @param sums upper triangle row by row, 10 numbers, then the right side
   * @return null when the matrix is singular
   */
  static @Nullable Similarity solve(double[] sums) {
    double[][] lower = new double[SIZE][SIZE];
    double[] x = new double[SIZE];
    for (int i = 0, at = 0; i < SIZE; i++) {
      for (int j = i; j < SIZE; j++, at++) {
        double sum = sums[at];
        for (int k = 0; k < i; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j) {
          if (!(sum > 1e-6 * sums[at])) {
            return null;
          }
          lower[i][i] = Math.sqrt(sum);
        } else {
          lower[j][i] = sum / lower[i][i];
        }
      }
      double right = sums[10 + i];
      for (int k = 0; k < i; k++) {
        right -= lower[i][k] * x[k];
      }
      x[i] = right / lower[i][i];
    }
    for (int i = SIZE - 1; i >= 0; i--) {
      for (int k = i + 1; k < SIZE; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return new Similarity(x[0], x[1], x[2], x[3]);
  }
}

package org.skipconv.bench.cli.measure;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The arithmetic that a processor reaches when memory does not hold it back: OpenBLAS's sgemm on
 * matrices that stay in the second-level cache. It is what kernels are compared with, measured by
 * code that is not theirs.
 *
 * <p>OpenBLAS takes the widest instruction set that it knows for the processor, whatever our
 * kernels are capped to; the environment variable {@code OPENBLAS_CORETYPE} caps it, too.
 */
public final class ProcessorPeak {
  private static final int SIDE = 192;
  private static final int ROUNDS = 40;
  private static final int REPEATS = 10;

  private ProcessorPeak() {}

  /** Floating-point operations a second of one thread, measured now. */
  public static double flops() {
    return withOneThreadEach(ProcessorPeak::flopsOfThisThread);
  }

  /** Does something while every caller of OpenBLAS computes alone. */
  public static <T> T withOneThreadEach(Supplier<T> work) {
    int before = blas_get_num_threads();
    blas_set_num_threads(1);
    try {
      return work.get();
    } finally {
      blas_set_num_threads(before);
    }
  }

  /** The best of some rounds; OpenBLAS must not share them out. */
  public static double flopsOfThisThread() {
    try (FloatPointer a = matrix(0.5f);
        FloatPointer b = matrix(0.25f);
        FloatPointer c = matrix(0)) {
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < REPEATS; i++) {
          cblas_sgemm(
              CblasRowMajor,
              CblasNoTrans,
              CblasNoTrans,
              SIDE,
              SIDE,
              SIDE,
              1,
              a,
              SIDE,
              b,
              SIDE,
              0,
              c,
              SIDE);
        }
        double operations = 2.0 * SIDE * SIDE * SIDE * REPEATS;
        best = Math.max(best, operations * 1e9 / (System.nanoTime() - start));
      }
      return best;
    }
  }

  private static FloatPointer matrix(float value) {
    float[] values = new float[SIDE * SIDE];
    Arrays.fill(values, value);
    return new FloatPointer(values);
  }
}

package org.skipconv.bench.cli.measure;

import java.util.Locale;
import java.util.Map;

/** Whether two engines compute the same thing: without that no time of theirs is worth a look. */
public final class Parity {
  /** Largest difference allowed, in units of an output's largest magnitude. */
  public static final double TOLERANCE = 1e-4;

  /**
   * Least magnitude that differences are measured by. Probabilities of what is not there are near
   * 0, and ONNX Runtime's sigmoid is right to some 1e-7 of 1, not of its value.
   */
  private static final double LEAST_SIZE = 0.01;

  private Parity() {}

  /**
   * Runs a frame on both.
   *
   * @throws IllegalStateException when an output differs by more than {@link #TOLERANCE}
   */
  public static void require(SessionPeer dense, OnnxRuntimePeer other, InputTensor frame) {
    dense.next(frame);
    for (Map.Entry<String, float[]> output : other.outputs(frame).entrySet()) {
      float[] ours = dense.output(output.getKey());
      double difference = difference(ours, output.getValue());
      if (!(difference <= TOLERANCE)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "the dense path and ONNX Runtime differ in output %s by %.2g of its largest"
                    + " magnitude, allowed are %.0e: no times are given",
                output.getKey(),
                difference,
                TOLERANCE));
      }
    }
  }

  /**
   * Largest |a - b| over largest |b|, which counts as {@value #LEAST_SIZE} where it is less; NaN
   * when a value is, or the lengths differ.
   */
  static double difference(float[] a, float[] b) {
    if (a.length != b.length) {
      return Double.NaN;
    }
    double worst = 0;
    double size = LEAST_SIZE;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs((double) a[i] - b[i]);
      if (Double.isNaN(d)) {
        return Double.NaN;
      }
      worst = Math.max(worst, d);
      size = Math.max(size, Math.abs(b[i]));
    }
    return worst / size;
  }
}

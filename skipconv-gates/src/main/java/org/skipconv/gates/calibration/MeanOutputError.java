package org.skipconv.gates.calibration;

import java.util.List;
import org.skipconv.core.FrameResult;

/**
 * Mean error of outputs, a smooth distance that fits every network. With several outputs it is the
 * mean over them, so that a large map does not drown a small one.
 */
public final class MeanOutputError implements OutputDistance<List<float[]>> {
  private final List<String> outputs;
  private final boolean relative;

  private MeanOutputError(List<String> outputs, boolean relative) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("there must be an output to measure");
    }
    this.outputs = outputs;
    this.relative = relative;
  }

  /**
   * {@return the sum of |gated - dense| over sum of |dense|}
   *
   * @param outputs names of the outputs that count, all when there is none
   */
  public static MeanOutputError relative(String... outputs) {
    return new MeanOutputError(List.of(outputs), true);
  }

  /**
   * {@return the mean of |gated - dense|, in the output's own unit}
   *
   * @param outputs names of the outputs that count, all when there is none
   */
  public static MeanOutputError absolute(String... outputs) {
    return new MeanOutputError(List.of(outputs), false);
  }

  @Override
  public List<float[]> reference(FrameResult dense) {
    return outputs.stream().map(name -> dense.map(name).toArray()).toList();
  }

  @Override
  public Comparison<List<float[]>> start() {
    return new Errors();
  }

  private final class Errors implements Comparison<List<float[]>> {
    private final double[] error = new double[outputs.size()];
    private final double[] size = new double[outputs.size()];

    @Override
    public void add(List<float[]> dense, FrameResult gated) {
      for (int i = 0; i < error.length; i++) {
        float[] expected = dense.get(i);
        float[] values = gated.map(outputs.get(i)).toArray();
        for (int j = 0; j < values.length; j++) {
          error[i] += Math.abs((double) values[j] - expected[j]);
          size[i] += relative ? Math.abs(expected[j]) : 1;
        }
      }
    }

    @Override
    public double value() {
      double sum = 0;
      for (int i = 0; i < error.length; i++) {
        // An output that is 0 everywhere and stays so is right.
        sum += error[i] == 0 ? 0 : error[i] / size[i];
      }
      return sum / error.length;
    }
  }

  @Override
  public String toString() {
    return "mean " + (relative ? "relative" : "absolute") + " error of " + outputs;
  }
}

package org.skipconv.core.internal.kernel;

import org.skipconv.core.FeatureMap;

/** Bilinear resizing bound to maps; residual and norms may be null. */
public record BilinearBinding(
    Axis rows,
    Axis columns,
    FeatureMap in,
    FeatureMap out,
    FeatureMap residual,
    Memory list,
    Memory norms) {

  /**
   * The two sources of each output row or column and the weight of the second, with half-pixel
   * centres and edges repeated.
   *
   * @param low int32 table
   * @param high int32 table
   * @param weight float table
   */
  public record Axis(Memory low, Memory high, Memory weight) implements AutoCloseable {

    public static Axis of(int in, int out) {
      int[] low = new int[out];
      int[] high = new int[out];
      float[] weight = new float[out];
      for (int i = 0; i < out; i++) {
        double source = Math.max((i + 0.5) * in / out - 0.5, 0);
        low[i] = Math.min((int) source, in - 1);
        high[i] = Math.min(low[i] + 1, in - 1);
        weight[i] = (float) (source - low[i]);
      }
      return new Axis(Memory.of(low), Memory.of(high), Memory.of(weight));
    }

    public long bytes() {
      return low.size() + high.size() + weight.size();
    }

    @Override
    public void close() {
      low.close();
      high.close();
      weight.close();
    }
  }
}

package org.skipconv.core.internal.kernel;

/** Bilinear resizing bound to maps; residual and norms may be null. */
public record BilinearBinding(
    Axis rows, Axis columns, Plane in, Plane out, Plane residual, Memory list, Memory norms) {

  /**
   * The two sources of each output row or column and the weight of the second, with half-pixel
   * centres and edges repeated.
   *
   * @param low int32 table
   * @param high int32 table
   * @param weight float table
   */
  public record Axis(Memory low, Memory high, Memory weight) {

    public static Axis of(Planes owner, int in, int out) {
      int[] low = new int[out];
      int[] high = new int[out];
      float[] weight = new float[out];
      for (int i = 0; i < out; i++) {
        double source = Math.max((i + 0.5) * in / out - 0.5, 0);
        low[i] = Math.min((int) source, in - 1);
        high[i] = Math.min(low[i] + 1, in - 1);
        weight[i] = (float) (source - low[i]);
      }
      return new Axis(owner.tableOf(low), owner.tableOf(high), owner.tableOf(weight));
    }
  }
}

package org.skipconv.core.testing;

import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Pictures of one row and networks of 1x1 convolutions, small enough to compute by hand. */
public final class Pixels {
  private Pixels() {}

  /** A picture of one row and one channel. */
  public static Tensor row(float... values) {
    return channels(values);
  }

  /** A picture of one row, all values of a channel together. */
  public static Tensor channels(float[]... values) {
    int width = values[0].length;
    float[] all = new float[values.length * width];
    for (int c = 0; c < values.length; c++) {
      System.arraycopy(values[c], 0, all, c * width, width);
    }
    return Tensor.of(all, 1, values.length, 1, width);
  }

  /** A 1x1 convolution to one channel: one weight for each input channel, no bias. */
  public static Node point(SkipNetwork.Builder builder, String name, Node x, float... weights) {
    Tensor weight = Tensor.of(weights, 1, weights.length, 1, 1);
    return builder.conv(name, x, ConvSpec.of(1), weight, Tensor.of(new float[1], 1));
  }
}

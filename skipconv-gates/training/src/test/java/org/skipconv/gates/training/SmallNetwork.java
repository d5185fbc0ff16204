package org.skipconv.gates.training;

import java.util.Random;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** Three convolutions with a shortcut, for 16 x 16 pixels; trained in milliseconds a step. */
final class SmallNetwork {
  private SmallNetwork() {}

  static SkipNetwork of(double scale) {
    SkipNetwork.Builder b = SkipNetwork.builder("trained");
    ConvSpec three = ConvSpec.keepingSize(3);
    Node x = b.input(3, 16, 16);
    x = b.activation(Activation.RELU, b.conv("a", x, three, weight(16, 3, 3, scale), null));
    Node y = b.conv("b", x, three, weight(16, 16, 3, scale), null);
    x = b.activation(Activation.RELU, b.add("sum", y, x));
    return b.output("out", b.conv("c", x, ConvSpec.of(1), weight(4, 16, 1, scale), null)).build();
  }

  private static Tensor weight(int out, int in, int kernel, double scale) {
    Random random = new Random(out + 7L * in);
    float[] values = new float[out * in * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian() / Math.sqrt(in * kernel * kernel));
    }
    return Tensor.of(values, out, in, kernel, kernel);
  }
}

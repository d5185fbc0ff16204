package org.skipconv.bench.lab.layer;

import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;

/** {@code y = (w * x) * scale + bias} as the equation reads, in double precision. */
final class DirectConv {
  private DirectConv() {}

  /** One output value. */
  static double at(Conv conv, Shape in, float[] nchw, int channel, int y, int x) {
    ConvSpec spec = conv.spec();
    Padding.Explicit padding = spec.paddingFor(in.height(), in.width());
    int perGroup = in.channels() / spec.groups();
    int first = channel / (conv.outChannels() / spec.groups()) * perGroup;
    double sum = 0;
    for (int c = 0; c < perGroup; c++) {
      for (int ky = 0; ky < spec.kernelHeight(); ky++) {
        for (int kx = 0; kx < spec.kernelWidth(); kx++) {
          int sy = y * spec.strideY() - padding.top() + ky * spec.dilationY();
          int sx = x * spec.strideX() - padding.left() + kx * spec.dilationX();
          if (sy >= 0 && sy < in.height() && sx >= 0 && sx < in.width()) {
            int source = ((first + c) * in.height() + sy) * in.width() + sx;
            int tap = ((channel * perGroup + c) * spec.kernelHeight() + ky) * spec.kernelWidth();
            sum += (double) conv.weight().get(tap + kx) * nchw[source];
          }
        }
      }
    }
    Tensor scale = conv.scale();
    return sum * (scale == null ? 1 : scale.get(channel)) + conv.bias().get(channel);
  }
}

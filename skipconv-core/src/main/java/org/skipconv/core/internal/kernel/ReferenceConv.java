package org.skipconv.core.internal.kernel;

import java.nio.IntBuffer;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.graph.Conv;

/** The convolution's definition, pixel by pixel, channel by channel. */
final class ReferenceConv implements PixelKernel {
  private final ConvBinding binding;
  private final Conv conv;

  ReferenceConv(ConvBinding binding) {
    this.binding = binding;
    this.conv = binding.weights().conv();
  }

  @Override
  public void run(int begin, int end, int partBegin, int partEnd) {
    IntBuffer list = binding.target().list().ints();
    for (int i = begin; i < end; i++) {
      int y = ReferenceKernels.row(list.get(i));
      int x = ReferenceKernels.column(list.get(i));
      PixelWriter writer = new PixelWriter(binding, y, x);
      double size = 0;
      for (int o = 0; o < conv.outChannels(); o++) {
        size += put(writer, o, y, x, windowSum(o, y, x));
      }
      switch (binding.norm()) {
        case NONE -> {}
        case CHANGE -> writer.writeNorm(i);
        case SIZE -> writer.writeNorm(i, (float) size);
      }
    }
  }

  /** Writes one output value; gives |z|. */
  private double put(PixelWriter writer, int o, int y, int x, double sum) {
    double z = conv.scale() == null ? sum : sum * conv.scale().get(o);
    z += binding.accumulate() ? writer.old(o) : conv.bias().get(o);
    double size = Math.abs(z);
    if (binding.add() != null) {
      z += binding.add().get(o, y, x);
    }
    writer.put(o, (float) binding.activation().apply(z));
    return size;
  }

  /** Sum over taps and channels of |x| times a one-channel kernel. */
  static double absDot(AbsDotBinding binding, int y, int x) {
    WindowGeometry window = binding.window();
    ConvSpec spec = window.spec();
    int channels = window.in().channels();
    double sum = 0;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int sourceY = window.sourceY(y, ky);
        int sourceX = window.sourceX(x, kx);
        if (!window.isInside(sourceY, sourceX)) {
          continue;
        }
        int tap = ky * spec.kernelWidth() + kx;
        for (int c = 0; c < channels; c++) {
          double weight = binding.weights().floats().get(tap * Plane.alignedChannels(channels) + c);
          sum += weight * Math.abs(binding.in().get(c, sourceY, sourceX));
        }
      }
    }
    return sum;
  }

  private double windowSum(int o, int y, int x) {
    ConvSpec spec = conv.spec();
    WindowGeometry window = binding.window();
    int inPerGroup = conv.weight().size(1);
    int firstIn = o / (conv.outChannels() / spec.groups()) * inPerGroup;
    double sum = 0;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int sourceY = window.sourceY(y, ky);
        int sourceX = window.sourceX(x, kx);
        if (!window.isInside(sourceY, sourceX)) {
          continue;
        }
        for (int i = 0; i < inPerGroup; i++) {
          int weight = ((o * inPerGroup + i) * spec.kernelHeight() + ky) * spec.kernelWidth() + kx;
          sum += (double) conv.weight().get(weight) * binding.input(firstIn + i, sourceY, sourceX);
        }
      }
    }
    return sum;
  }
}

package org.skipconv.core.internal.kernel;

import java.nio.IntBuffer;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.graph.Conv;

/** Convolution in groups in plain Java, a pixel at a time, float32. */
final class JavaConv implements PixelKernel {
  private final ConvBinding binding;
  private final Conv conv;

  JavaConv(ConvBinding binding) {
    this.binding = binding;
    this.conv = binding.weights().conv();
  }

  @Override
  public void run(int begin, int end, int partBegin, int partEnd) {
    IntBuffer list = binding.target().list().ints();
    float[] input = new float[binding.in().shape().channels()];
    for (int i = begin; i < end; i++) {
      float[] sums = new float[conv.outChannels()];
      addTaps(list.get(i), input, sums);
      finish(binding, i, list.get(i), sums);
    }
  }

  private void addTaps(int pixel, float[] input, float[] sums) {
    ConvSpec spec = conv.spec();
    WindowGeometry window = binding.window();
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int y = window.sourceY(pixel >>> 16, ky);
        int x = window.sourceX(pixel & 0xffff, kx);
        if (window.isInside(y, x)) {
          binding.in().floats().get(binding.in().index(y, x), input);
          if (binding.inFactors() != null) {
            multiply(input, binding.inFactors());
          }
          addTap(ky * spec.kernelWidth() + kx, input, sums);
        }
      }
    }
  }

  private static void multiply(float[] input, Plane factors) {
    for (int c = 0; c < input.length; c++) {
      input[c] *= factors.get(c, 0, 0);
    }
  }

  private void addTap(int tap, float[] input, float[] sums) {
    float[] weights = conv.weight().values();
    int taps = conv.spec().taps();
    int inPerGroup = conv.weight().size(1);
    int outPerGroup = conv.outChannels() / conv.spec().groups();
    for (int o = 0; o < sums.length; o++) {
      int firstIn = o / outPerGroup * inPerGroup;
      for (int i = 0; i < inPerGroup; i++) {
        sums[o] += weights[(o * inPerGroup + i) * taps + tap] * input[firstIn + i];
      }
    }
  }

  /** From the sums of products of a pixel to its new values. */
  static void finish(ConvBinding binding, int i, int pixel, float[] sums) {
    Conv conv = binding.weights().conv();
    int y = pixel >>> 16;
    int x = pixel & 0xffff;
    PixelWriter writer = new PixelWriter(binding, y, x);
    float size = 0;
    for (int o = 0; o < sums.length; o++) {
      float z = conv.scale() == null ? sums[o] : sums[o] * conv.scale().get(o);
      z += binding.accumulate() ? writer.old(o) : conv.bias().get(o);
      size += Math.abs(z);
      if (binding.add() != null) {
        z += binding.add().get(o, y, x);
      }
      writer.put(o, activate(binding.activation(), z));
    }
    switch (binding.norm()) {
      case NONE -> {}
      case CHANGE -> writer.writeNorm(i);
      case SIZE -> writer.writeNorm(i, size);
    }
  }

  /** The common functions without the detour over double. */
  static float activate(Activation activation, float z) {
    return switch (activation.function()) {
      case NONE -> z;
      case RELU -> Math.max(z, 0);
      case RELU6 -> Math.min(Math.max(z, 0), 6);
      default -> (float) activation.apply(z);
    };
  }
}

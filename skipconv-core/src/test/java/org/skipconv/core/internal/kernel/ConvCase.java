package org.skipconv.core.internal.kernel;

import java.util.Random;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.internal.kernel.ConvBinding.Norm;
import org.skipconv.core.testing.Activations;
import org.skipconv.core.testing.RandomTensors;

/**
 * One convolution to be tried: its printed form is all that is needed to repeat it.
 *
 * @param pixels length of the list of open pixels, or less where the map has fewer
 */
record ConvCase(Shape in, int outChannels, ConvSpec spec, int pixels, Options options, long seed) {

  /** What a binding may ask for beside the geometry. */
  record Options(
      Activation activation,
      boolean accumulate,
      boolean residual,
      boolean add,
      boolean scale,
      Norm norm,
      boolean inFactors,
      boolean scaledNorms) {

    static final Options PLAIN =
        new Options(Activation.NONE, false, false, false, false, Norm.NONE, false, false);

    /** Whether norms of scaled values are asked for, and can be. */
    boolean scales() {
      return scaledNorms && norm == Norm.CHANGE && !residual && !accumulate;
    }

    /** Accumulating has neither shortcut nor activation. */
    boolean possible() {
      return !accumulate || (!add && activation.equals(Activation.NONE));
    }

    static Options random(Random random) {
      boolean accumulate = random.nextInt(4) == 0;
      return new Options(
          accumulate ? Activation.NONE : Activations.random(random),
          accumulate,
          random.nextBoolean(),
          !accumulate && random.nextBoolean(),
          random.nextBoolean(),
          pick(random, Norm.values()),
          random.nextBoolean(),
          random.nextBoolean());
    }
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  Shape out() {
    return new Shape(
        outChannels,
        spec.outHeight(in.height(), in.width()),
        spec.outWidth(in.height(), in.width()));
  }

  WindowGeometry window() {
    return WindowGeometry.of(spec, in, out());
  }

  Conv operation(Random random) {
    int inPerGroup = in.channels() / spec.groups();
    Tensor weight =
        RandomTensors.kernels(
            random, outChannels, inPerGroup, spec.kernelHeight(), spec.kernelWidth());
    for (int i = 0; i < weight.elements() && halves(); i++) {
      weight.values()[i] = Math.round(weight.get(i) * 256) / 256f;
    }
    Tensor scale = options.scale ? RandomTensors.normal(random, 1, outChannels) : null;
    return new Conv(spec, weight, scale, RandomTensors.normal(random, 1, outChannels));
  }

  /** Whether the weights fit half precision, in which kernels that can store them then. */
  boolean halves() {
    return seed % 2 == 0;
  }

  /** Products that are summed for one output value, bias and shortcut included. */
  int terms() {
    return in.channels() / spec.groups() * spec.taps() + 2;
  }

  long macs() {
    return (long) in.channels() * outChannels * spec.taps() * pixels;
  }
}

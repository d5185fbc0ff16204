package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;

/** The convolution of |x| to one channel: every instruction set against the plain loops. */
class AbsDotTest {
  private static final int[] CHANNELS = {1, 3, 4, 5, 8, 9, 15, 16, 17, 31, 32, 33, 48, 65};
  private static final int[] LENGTHS = {0, 1, 7, 8, 9, 15, 16, 17, 31};
  private static final float UNTOUCHED = -77;

  /** One layer's input with a kernel, and everything that surrounds it in memory. */
  private static final class Trial implements AutoCloseable {
    private final WindowGeometry window;
    private final int pixelStride;
    private final Planes owner = new Planes();
    private final Memory weights;
    private final Memory list;
    private final Memory sums;
    private final AbsDotBinding binding;
    private final double[] sizes;

    Trial(Random random, ConvSpec spec, int channels, boolean narrow, int length) {
      Shape in = new Shape(channels, 9, 11);
      Shape out = new Shape(1, spec.outHeight(9, 11), spec.outWidth(9, 11));
      window = WindowGeometry.of(spec, in, out);
      pixelStride = narrow ? (channels + 3) / 4 * 4 : Plane.alignedChannels(channels);
      Plane map = owner.map(in, window.border(), pixelStride, 1, 1);
      for (int y = 0; y < in.height(); y++) {
        for (int x = 0; x < in.width(); x++) {
          for (int c = 0; c < pixelStride; c++) {
            // What lies between the last channel and the next pixel must not count.
            float value = c < channels ? (float) random.nextGaussian() : 1e6f;
            map.floats().put(map.index(y, x) + c, value);
          }
        }
      }
      weights = owner.floats(AbsDotBinding.weightFloats(window));
      AbsDotBinding.pack(kernel(random, channels, spec), weights);
      list = owner.ints(length);
      for (int i = 0; i < length; i++) {
        int pixel = random.nextInt(out.pixels());
        list.ints().put(i, ((pixel / out.width()) << 16) | (pixel % out.width()));
      }
      sums = owner.floats(length);
      binding = new AbsDotBinding(window, map, weights, list, sums);
      sizes = IntStream.range(0, length).mapToDouble(this::sumOfAbs).toArray();
    }

    private static Tensor kernel(Random random, int channels, ConvSpec spec) {
      float[] values = new float[channels * spec.taps()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return Tensor.of(values, 1, channels, spec.kernelHeight(), spec.kernelWidth());
    }

    /** What rounding errors of one sum are relative to. */
    private double sumOfAbs(int i) {
      int count = AbsDotBinding.weightFloats(window);
      int pixel = list.ints().get(i);
      try (Memory positive = Memory.ofFloats(count)) {
        for (int w = 0; w < count; w++) {
          positive.floats().put(w, Math.abs(weights.floats().get(w)));
        }
        AbsDotBinding absolute = new AbsDotBinding(window, binding.in(), positive, list, sums);
        return ReferenceConv.absDot(absolute, pixel >>> 16, pixel & 0xffff);
      }
    }

    float[] run(Kernels kernels, int begin, int end) {
      FloatBuffer to = sums.floats();
      for (int i = 0; i < to.capacity(); i++) {
        to.put(i, UNTOUCHED);
      }
      kernels.absDot(owner, binding).run(begin, end, 0, 1);
      float[] values = new float[to.capacity()];
      to.get(values);
      return values;
    }

    @Override
    public void close() {
      owner.close();
    }

    @Override
    public String toString() {
      return window + ", pixel stride " + pixelStride;
    }
  }

  private static List<ConvSpec> specs() {
    ConvSpec wide = new ConvSpec(3, 5, 2, 1, new Padding.Explicit(0, 4, 3, 1), 1, 2, 1);
    return List.of(
        ConvSpec.of(1),
        ConvSpec.of(1).withStride(2),
        ConvSpec.keepingSize(3),
        ConvSpec.of(3).withStride(2).withPadding(Padding.same()),
        ConvSpec.of(3).withDilation(2).withPadding(Padding.symmetric(2)),
        ConvSpec.keepingSize(5),
        wide);
  }

  @ParameterizedTest
  @EnumSource
  void everyTierGivesWhatThePlainLoopsGive(Tier tier) {
    Kernels kernels = kernels(tier);
    Kernels reference = new ReferenceKernels();
    Random random = new Random(71);
    for (ConvSpec spec : specs()) {
      for (int channels : CHANNELS) {
        for (int length : LENGTHS) {
          boolean narrow = random.nextBoolean();
          try (Trial trial = new Trial(random, spec, channels, narrow, length)) {
            float[] expected = trial.run(reference, 0, length);
            float[] got = trial.run(kernels, 0, length);
            for (int i = 0; i < length; i++) {
              double allowed = 1e-6 * trial.sizes[i] + 1e-30;
              assertThat(Math.abs(got[i] - expected[i]))
                  .as("%s", trial)
                  .isLessThan((float) allowed);
            }
            assertThat(slackOf(got, length)).as("%s", trial).containsOnly(UNTOUCHED);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPixelHasTheSameBitsWhereverItStandsInTheList(Tier tier) {
    Kernels kernels = kernels(tier);
    Random random = new Random(72);
    int length = 21;
    for (int channels : CHANNELS) {
      try (Trial trial = new Trial(random, ConvSpec.keepingSize(3), channels, true, length)) {
        float[] whole = trial.run(kernels, 0, length);
        for (int begin = 0; begin < length; begin++) {
          int end = begin + random.nextInt(length - begin + 1);
          float[] part = trial.run(kernels, begin, end);
          for (int i = 0; i < length; i++) {
            boolean inside = i >= begin && i < end;
            assertThat(part[i]).as("%s", trial).isEqualTo(inside ? whole[i] : UNTOUCHED);
          }
        }
      }
    }
  }

  private static float[] slackOf(float[] sums, int length) {
    assertThat(sums.length).isGreaterThan(length);
    float[] slack = new float[sums.length - length];
    System.arraycopy(sums, length, slack, 0, slack.length);
    return slack;
  }

  private static Kernels kernels(Tier tier) {
    boolean supported;
    try {
      supported = tier.supported();
    } catch (LinkageError e) {
      supported = false;
    }
    assumeTrue(supported, () -> "this processor or build has no " + tier.id() + " kernels");
    return new NativeKernels(tier);
  }
}

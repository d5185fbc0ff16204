package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.TestKernels;

/** What takes a frame over, against the reference. */
class FrameKernelTest {
  private final Random random = new Random(20264);

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void magnitudeSeesEveryPlaceThatIsNotFinite(TestKernels which) {
    Kernels kernels = which.require();
    float[] bad = {
      Float.NaN,
      Float.intBitsToFloat(0x7f800001),
      Float.intBitsToFloat(-1),
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY
    };
    for (int i = 0; i < 24; i++) {
      int[] widths = {1, 2, 7, 15, 16, 17, 31, 32, 33, 47, 48, 50};
      int width = widths[i / 2];
      Shape shape = new Shape(3 - width % 3, 1 + width % 4 / 2, width);
      requireFinite(kernels, shape, i % 2 == 0, bad);
    }
  }

  private static void requireFinite(
      Kernels kernels, Shape shape, boolean channelsLast, float[] bad) {
    int count = (int) shape.elements();
    try (Measured measured = new Measured(kernels, shape, channelsLast)) {
      for (int i = 0; i < count; i++) {
        measured.put(i, i % 3 == 0 ? Float.MAX_VALUE : -Float.MIN_VALUE * i);
      }
      assertThat(measured.by(null).finite()).as("%s, all good", shape).isTrue();
      for (int i = 0; i < count; i++) {
        measured.put(i, bad[i % bad.length]);
        assertThat(measured.by(null).finite()).as("%s, value %d", shape, i).isFalse();
        measured.put(i, 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void magnitudeIsTheMeanSizeAndTheMeanDifferenceOfNeighbours(TestKernels which) {
    Kernels kernels = which.require();
    for (int width = 1; width <= 70; width++) {
      Shape shape = new Shape(1 + width % 4, 1 + width % 3, width);
      boolean channelsLast = width % 2 == 0;
      try (Measured measured = new Measured(kernels, shape, channelsLast)) {
        // 1, -2, 3, -4 ... along each row of each channel, and 1 again after the last.
        double size = 0;
        double contrast = 0;
        for (int i = 0; i < shape.elements(); i++) {
          int pixel = channelsLast ? i / shape.channels() : i % shape.pixels();
          int x = pixel % width;
          float value = x % 2 == 0 ? x + 1 : -x - 1;
          measured.put(i, value);
          size += x + 1;
          boolean last = pixel == shape.pixels() - 1;
          contrast += x + 1 < width ? 2 * x + 3 : last ? 0 : Math.abs(1 - value);
        }
        Magnitude magnitude = measured.by(null);
        assertThat(magnitude.finite()).isTrue();
        assertThat(magnitude.size()).isCloseTo(size / shape.elements(), within(1e-4));
        assertThat(magnitude.contrast()).isCloseTo(contrast / shape.elements(), within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void magnitudeByWhatChangedIsThatOfAll(TestKernels which) {
    Kernels kernels = which.require();
    for (int i = 0; i < 40; i++) {
      Shape shape = new Shape(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(80));
      boolean channelsLast = i % 2 == 0;
      try (Measured measured = new Measured(kernels, shape, channelsLast);
          Measured anew = new Measured(kernels, shape, channelsLast)) {
        for (int frame = 0; frame < 5; frame++) {
          byte[] changed = new byte[shape.height() * Resampling.cells(shape.width())];
          for (int k = 0; k < shape.elements(); k++) {
            if (frame == 0 || random.nextInt(40) == 0) {
              float value = random.nextFloat() - 0.5f;
              measured.put(k, value);
              anew.put(k, value);
              changed[measured.cellOf(k)] = 1;
            }
          }
          assertThat(measured.by(frame == 0 ? null : changed))
              .as("%s, frame %d", shape, frame)
              .isEqualTo(anew.by(null));
        }
      }
    }
  }

  /** A frame, with values after it that are not to be read, and the sums of its rows. */
  private static final class Measured implements AutoCloseable {
    private final Kernels kernels;
    private final Shape shape;
    private final boolean channelsLast;
    private final Memory values;
    private final Memory sums;
    private final RawFrame frame;

    Measured(Kernels kernels, Shape shape, boolean channelsLast) {
      this.kernels = kernels;
      this.shape = shape;
      this.channelsLast = channelsLast;
      float[] all = new float[(int) shape.elements() + 1];
      all[all.length - 1] = Float.NaN;
      values = Memory.of(all);
      float[] unknown = new float[2 * shape.height()];
      Arrays.fill(unknown, Float.NaN);
      sums = Memory.of(unknown);
      frame = RawFrame.of(values.address(), shape, channelsLast);
    }

    void put(int index, float value) {
      values.floats().put(index, value);
    }

    int cellOf(int index) {
      int pixel = channelsLast ? index / shape.channels() : index % shape.pixels();
      int row = pixel / shape.width();
      int x = pixel % shape.width();
      return row * Resampling.cells(shape.width()) + x / Resampling.CELL;
    }

    Magnitude by(byte[] changed) {
      return kernels.magnitude(frame, shape, changed, sums);
    }

    @Override
    public void close() {
      values.close();
      sums.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void loadFrame(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : new int[] {1, 2, 3, 4, 5, 16, 17}) {
      for (int i = 0; i < 20; i++) {
        Shape shape = new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(9));
        tryLoad(kernels, shape, i % 2 == 0, i % 4 < 2, i % 5 == 0 ? 0 : random.nextFloat());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void takeFrameCopiesEveryValueAndNothingElse(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : new int[] {1, 2, 3, 4, 5, 16, 17}) {
      for (int i = 0; i < 20; i++) {
        Shape shape = new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(40));
        boolean channelsLast = i % 2 == 0;
        int stride = (channels + 3) / 4 * 4;
        GuardedMap held = new GuardedMap(shape, new Padding.Explicit(1, 2, 0, 1), stride, random);
        held.forbidPaddedChannels();
        long channelStride = channelsLast ? 1 : shape.pixels();
        long pixelStride = channelsLast ? channels : 1;
        long rowStride = pixelStride * shape.width();
        Memory pixels = frame(held, channelStride, rowStride, pixelStride, 1);
        kernels.takeFrame(
            new RawFrame(pixels.address(), channelStride, rowStride, pixelStride), held.map());
        Set<Integer> all = new TreeSet<>();
        int[] taken = held.bits();
        for (int pixel = 0; pixel < shape.pixels(); pixel++) {
          int y = pixel / shape.width();
          int x = pixel % shape.width();
          all.add((y << 16) | x);
          for (int c = 0; c < channels; c++) {
            long at = c * channelStride + y * rowStride + x * pixelStride;
            int bits = pixels.ints().get(Math.toIntExact(at));
            assertThat(taken[held.map().index(y, x) + c]).isEqualTo(bits);
          }
        }
        held.verifyOnly(shape + (channelsLast ? ", channels last" : ""), all, 0, channels, 0);
        pixels.close();
      }
    }
  }

  private void tryLoad(
      Kernels kernels, Shape shape, boolean channelsLast, boolean residual, float threshold) {
    int stride = (shape.channels() + 3) / 4 * 4;
    GuardedMap held = new GuardedMap(shape, new Padding.Explicit(1, 2, 0, 1), stride, random);
    GuardedMap change = new GuardedMap(shape, new Padding.Explicit(1, 2, 0, 1), stride, random);
    held.forbidPaddedChannels();
    change.forbidPaddedChannels();
    long channelStride = channelsLast ? 1 : shape.pixels();
    long pixelStride = channelsLast ? shape.channels() : 1;
    long rowStride = pixelStride * shape.width();
    Memory pixels = frame(held, channelStride, rowStride, pixelStride, threshold);
    RawFrame source = new RawFrame(pixels.address(), channelStride, rowStride, pixelStride);
    String what = shape + " above " + threshold + (channelsLast ? ", channels last" : "");

    GuardedMap expected = held.copy();
    GuardedMap got = held.copy();
    GuardedMap expectedChange = change.copy();
    GuardedMap gotChange = change.copy();
    Memory expectedNorms = norms(shape.pixels());
    Memory norms = norms(shape.pixels());
    float strong = 2 * threshold + 0.1f;
    var wanted =
        new ReferenceKernels()
            .loadFrame(
                source,
                expected.map(),
                residual ? expectedChange.map() : null,
                threshold,
                strong,
                expectedNorms);
    var loaded =
        kernels.loadFrame(
            source, got.map(), residual ? gotChange.map() : null, threshold, strong, norms);
    assertThat(loaded).as(what).isEqualTo(wanted);
    assertThat(got.bits()).as("%s, map", what).isEqualTo(expected.bits());
    assertThat(gotChange.bits()).as("%s, residual", what).isEqualTo(expectedChange.bits());
    assertThat(ints(norms)).as("%s, norms", what).isEqualTo(ints(expectedNorms));

    pixels.close();
    Set<Integer> taken = taken(norms, shape);
    assertThat(taken).as(what).hasSize(loaded.changed());
    got.verifyOnly(what + ", map", taken, 0, shape.channels(), 0);
  }

  private static Memory norms(int count) {
    Memory norms = Memory.ofFloats(count + 5);
    for (int i = 0; i < count + 5; i++) {
      norms.floats().put(i, -1);
    }
    return norms;
  }

  private static int[] ints(Memory memory) {
    int[] ints = new int[Math.toIntExact(memory.size() / Integer.BYTES)];
    memory.ints().get(ints);
    return ints;
  }

  private static Set<Integer> taken(Memory norms, Shape shape) {
    Set<Integer> taken = new TreeSet<>();
    for (int i = 0; i < shape.pixels(); i++) {
      if (norms.floats().get(i) != 0) {
        taken.add(((i / shape.width()) << 16) | (i % shape.width()));
      }
    }
    return taken;
  }

  /**
   * A frame of which a third is as before, a third changes little, and a third changes much, and
   * nothing is known of some values.
   */
  private Memory frame(
      GuardedMap held, long channelStride, long rowStride, long pixelStride, float threshold) {
    Shape shape = held.map().shape();
    Memory memory = Memory.ofFloats(shape.elements());
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        float step = random.nextInt(3) * (threshold + 1e-3f) / shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
          float value = held.map().get(c, y, x) + (random.nextBoolean() ? step : -step);
          long index = c * channelStride + y * rowStride + x * pixelStride;
          boolean unknown = random.nextInt(40) == 0;
          memory.floats().put(Math.toIntExact(index), unknown ? Float.NaN : value);
        }
      }
    }
    return memory;
  }
}

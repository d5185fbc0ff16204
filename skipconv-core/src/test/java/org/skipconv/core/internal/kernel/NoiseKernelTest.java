package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.TestKernels;

/** The kernels of noise against the reference, bit by bit. */
class NoiseKernelTest {
  private static final Padding.Explicit BORDER = new Padding.Explicit(3, 3, 3, 3);

  private final Random random = new Random(20277);

  /** Keeps what frames point to. */
  private final List<Memory> frames = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void compareFrame(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : new int[] {1, 2, 3, 4, 5, 17}) {
      for (int i = 0; i < 16; i++) {
        Shape shape = new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(40));
        boolean last = i % 2 == 0;
        long pixel = last ? channels : 1;
        RawFrame frame = frame(shape, last ? 1 : shape.pixels(), pixel);
        int stride = i % 4 < 2 ? (channels + 3) / 4 * 4 : Plane.alignedChannels(channels);
        GuardedMap held = new GuardedMap(shape, BORDER, stride, random);
        Memory weights = Memory.ofFloats(channels);
        for (int c = 0; c < channels; c++) {
          weights.floats().put(c, random.nextFloat() * 57);
        }
        Compared expected = Compared.by(new ReferenceKernels(), frame, held.map(), weights);
        Compared got = Compared.by(kernels, frame, held.map(), weights);
        String what = shape + (last ? ", channels last" : "") + ", stride " + stride;
        assertThat(got).as(what).isEqualTo(expected);
      }
    }
  }

  private record Compared(
      int above, List<Integer> luma, List<Integer> difference, List<Integer> norms) {
    static Compared by(Kernels kernels, RawFrame frame, Plane held, Memory weights) {
      try (Planes planes = new Planes()) {
        Plane luma = planes.cellsOf(held, Plane.Element.FLOAT32);
        Plane difference = planes.bordered(held, NoiseLimits.REACH);
        Memory norms = planes.floats(held.shape().pixels());
        int above = kernels.compareFrame(frame, held, weights, 2, luma, difference, norms);
        return new Compared(above, ints(luma.memory()), ints(difference.memory()), ints(norms));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void sampleNoise(TestKernels which) {
    Kernels kernels = which.require();
    try (Planes planes = new Planes()) {
      for (int i = 0; i < 120; i++) {
        int height = 1 + random.nextInt(24);
        int width = 1 + random.nextInt(50);
        int step = 1 + random.nextInt(5);
        Plane luma = cells(planes, height, width);
        Plane before = cells(planes, height, width);
        Memory expected = planes.floats(5L * height * width);
        Memory got = planes.floats(5L * height * width);
        int wanted = new ReferenceKernels().sampleNoise(luma, before, step, expected);
        assertThat(kernels.sampleNoise(luma, before, step, got)).isEqualTo(wanted);
        assertThat(ints(got)).as("%dx%d by %d", height, width, step).isEqualTo(ints(expected));
      }
    }
  }

  /** A third is flat, so that unchanged pixels of it say nothing. */
  private Plane cells(Planes planes, int height, int width) {
    Plane plane = planes.cells(Plane.Element.FLOAT32, height, width, 1, 1);
    for (int i = 0; i < height * width; i++) {
      plane.floats().put(i, i % width < width / 3 ? 100 : 255 * random.nextFloat());
    }
    return plane;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void openChanges(TestKernels which) {
    Kernels kernels = which.require();
    int partly = 0;
    for (int i = 0; i < 150; i++) {
      int height = 1 + random.nextInt(12);
      int width = i % 10 == 0 ? 250 + random.nextInt(300) : 1 + random.nextInt(40);
      byte[] expected = open(new ReferenceKernels(), height, width, 100 + i);
      assertThat(open(kernels, height, width, 100 + i))
          .as("%dx%d", height, width)
          .isEqualTo(expected);
      int open = 0;
      for (byte each : expected) {
        open += each;
      }
      partly += open > 0 && open < height * width ? 1 : 0;
    }
    assertThat(partly).isGreaterThan(100);
  }

  private static byte[] open(Kernels kernels, int height, int width, long seed) {
    Random random = new Random(seed);
    try (Planes planes = new Planes()) {
      Plane luma = planes.cells(Plane.Element.FLOAT32, height, width, 1, 1);
      Plane difference = planes.bordered(luma, NoiseLimits.REACH);
      Memory norms = planes.floats((long) height * width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean unknown = random.nextInt(200) == 0;
          float change = unknown ? infinity(random) : (float) random.nextGaussian() * 3;
          difference.floats().put(difference.index(y, x), change);
          luma.floats().put(luma.index(y, x), 255 * random.nextFloat());
          norms.floats().put(y * width + x, Math.abs(change));
        }
      }
      Memory limits = NoiseLimits.memory(planes);
      new NoiseLimits(
              0.01f,
              120,
              0.25f,
              1.5f,
              new NoiseLimits.Square(90, 40),
              new NoiseLimits.Square(800, 500),
              new NoiseLimits.Square(3000, 2000))
          .write(limits);
      Memory mask = planes.bytes((long) height * width);
      Memory flags = planes.bytes(NoiseLimits.flags(height, width));
      // Twice, since scratch keeps what was there.
      kernels.openChanges(difference, luma, norms, limits, flags, mask);
      kernels.openChanges(difference, luma, norms, limits, flags, mask);
      byte[] open = new byte[height * width];
      mask.bytes().get(open);
      return open;
    }
  }

  private static float infinity(Random random) {
    float[] unknown = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    return unknown[random.nextInt(unknown.length)];
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void takeOpen(TestKernels which) {
    Kernels kernels = which.require();
    for (int i = 0; i < 60; i++) {
      Shape shape = new Shape(1 + random.nextInt(5), 1 + random.nextInt(6), 1 + random.nextInt(20));
      boolean last = i % 2 == 0;
      RawFrame frame = frame(shape, last ? 1 : shape.pixels(), last ? shape.channels() : 1);
      GuardedMap held = new GuardedMap(shape, BORDER, (shape.channels() + 3) / 4 * 4, random);
      GuardedMap expected = held.copy();
      GuardedMap got = held.copy();
      Memory mask = Memory.ofBytes(shape.pixels());
      Memory norms = Memory.ofFloats(shape.pixels());
      Memory expectedNorms = Memory.ofFloats(shape.pixels());
      for (int p = 0; p < shape.pixels(); p++) {
        mask.bytes().put(p, (byte) random.nextInt(2));
        float norm = random.nextInt(3);
        norms.floats().put(p, norm);
        expectedNorms.floats().put(p, norm);
      }
      int wanted = new ReferenceKernels().takeOpen(frame, expected.map(), mask, expectedNorms);
      assertThat(kernels.takeOpen(frame, got.map(), mask, norms)).isEqualTo(wanted);
      assertThat(got.bits()).as(shape.toString()).isEqualTo(expected.bits());
      assertThat(ints(norms)).as(shape.toString()).isEqualTo(ints(expectedNorms));
    }
  }

  private RawFrame frame(Shape shape, long channelStride, long pixelStride) {
    Memory memory = Memory.ofFloats(shape.elements());
    for (int i = 0; i < shape.elements(); i++) {
      memory.floats().put(i, (float) random.nextGaussian());
    }
    frames.add(memory);
    return new RawFrame(memory.address(), channelStride, pixelStride * shape.width(), pixelStride);
  }

  private static List<Integer> ints(Memory memory) {
    int[] ints = new int[Math.toIntExact(memory.size() / Integer.BYTES)];
    memory.ints().get(ints);
    return Arrays.stream(ints).boxed().toList();
  }
}

package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.TestKernels;

/** Resampling pictures against the reference, bit by bit. */
class ResampleKernelTest {
  private final Random random = new Random(40127);

  /** Pictures of one size, sampled into an input. */
  private record Case(
      int height,
      int width,
      ResampledAxis rows,
      ResampledAxis columns,
      Memory colours,
      boolean reversed) {
    Resampling resampling() {
      return new Resampling(
          rows,
          columns,
          colours,
          reversed,
          Memory.ofBytes(3L * height * width),
          Memory.ofFloats(Resampling.scratch(columns.size())),
          Memory.ofBytes((long) rows.size() * Resampling.cells(columns.size())));
    }

    long elements() {
      return 3L * rows.size() * columns.size();
    }
  }

  private Case randomCase() {
    int height = 1 + random.nextInt(40);
    int width = 1 + random.nextInt(90);
    float[] factor = {random.nextFloat(), 1, 3 * random.nextFloat()};
    float[] shift = {random.nextFloat(), 0, -random.nextFloat()};
    return new Case(
        height,
        width,
        axis(height, 1 + random.nextInt(40)),
        axis(width, 1 + random.nextInt(90)),
        Resampling.colours(factor, shift),
        random.nextBoolean());
  }

  /** Part of a source, from beyond it to beyond it, over part of the outputs. */
  private ResampledAxis axis(int source, int size) {
    int begin = random.nextInt(3) == 0 ? random.nextInt(size) : 0;
    int end = random.nextInt(3) == 0 ? begin + random.nextInt(size - begin + 1) : size;
    double from = random.nextInt(3) == 0 ? -random.nextDouble() * source : -0.5;
    double step = (0.2 + random.nextDouble()) * source / size;
    int[] first = new int[size];
    int[] second = new int[size];
    float[] firstWeight = new float[size];
    float[] secondWeight = new float[size];
    for (int u = 0; u < size; u++) {
      double place = from + u * step;
      int low = (int) Math.floor(place);
      first[u] = Math.max(0, Math.min(source - 1, low));
      second[u] = Math.max(0, Math.min(source - 1, low + 1));
      firstWeight[u] = (float) (1 - (place - low));
      secondWeight[u] = (float) (place - low);
    }
    return ResampledAxis.of(source, begin, end, first, second, firstWeight, secondWeight);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFERENCE")
  void resample(TestKernels which) {
    Kernels kernels = which.require();
    int partly = 0;
    for (int i = 0; i < 200; i++) {
      Case each = randomCase();
      Resampling expected = each.resampling();
      Resampling got = each.resampling();
      Memory expectedInput = Memory.ofFloats(each.elements());
      Memory input = Memory.ofFloats(each.elements());
      byte[] rgb = new byte[3 * each.height * each.width];
      random.nextBytes(rgb);
      for (int frame = 0; frame < 5; frame++) {
        boolean whole = frame == 0 || frame == 3;
        int wanted = new ReferenceKernels().resample(rgb, expected, whole, expectedInput.address());
        assertThat(kernels.resample(rgb, got, whole, input.address())).isEqualTo(wanted);
        String what = each + ", frame " + frame;
        assertThat(bytes(input)).as(what).isEqualTo(bytes(expectedInput));
        assertThat(bytes(got.cells())).as(what).isEqualTo(bytes(expected.cells()));
        partly += wanted > 0 && wanted < got.cells().size() ? 1 : 0;
        for (int change = random.nextInt(4); change > 0; change--) {
          rgb[random.nextInt(rgb.length)]++;
        }
      }
    }
    assertThat(partly).isGreaterThan(200);
  }

  /** A cell that is not marked is what sampling all of the picture gives. */
  @ParameterizedTest
  @EnumSource
  void whatDoesNotDifferIsWhatItWouldBe(TestKernels which) {
    Kernels kernels = which.require();
    for (int i = 0; i < 60; i++) {
      Case each = randomCase();
      Resampling partly = each.resampling();
      Memory input = Memory.ofFloats(each.elements());
      byte[] rgb = new byte[3 * each.height * each.width];
      random.nextBytes(rgb);
      kernels.resample(rgb, partly, true, input.address());
      for (int frame = 0; frame < 6; frame++) {
        for (int change = random.nextInt(6); change > 0; change--) {
          rgb[random.nextInt(rgb.length)] += (byte) (1 + random.nextInt(100));
        }
        kernels.resample(rgb, partly, false, input.address());
        Memory whole = Memory.ofFloats(each.elements());
        kernels.resample(rgb, each.resampling(), true, whole.address());
        assertThat(bytes(input)).as(each + ", frame " + frame).isEqualTo(bytes(whole));
      }
    }
  }

  private static byte[] bytes(Memory memory) {
    byte[] bytes = new byte[Math.toIntExact(memory.size())];
    memory.bytes().get(0, bytes);
    return bytes;
  }
}

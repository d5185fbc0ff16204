package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.skipconv.core.testing.Tolerance.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.Shapes;
import org.skipconv.core.testing.TestKernels;
import org.skipconv.core.testing.Tolerance;

/** The kernels that find out where something changed, against the reference. */
class ChangeKernelTest {
  /** Floats after each block that nothing may write to. */
  private static final int GUARD = 20;

  private static final int CANARY = 0x7fc0cafe;

  private final Random random = new Random(20263);
  private final Kernels reference = new ReferenceKernels();

  /** Kernels work on bare addresses: what they point into must not be collected under them. */
  private final List<AutoCloseable> kept = new ArrayList<>();

  private final Planes owner = keep(new Planes());

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable memory : kept) {
      memory.close();
    }
  }

  private <T extends AutoCloseable> T keep(T memory) {
    kept.add(memory);
    return memory;
  }

  /** Norms: most of them 0, some of them not. */
  private Memory changes(int count) {
    return guarded(count, i -> random.nextInt(4) == 0 ? random.nextFloat() : 0);
  }

  private Memory fewChanges(int count) {
    return guarded(count, i -> random.nextInt(20) == 0 ? random.nextFloat() : 0);
  }

  private Memory guarded(int count, IntFunction<Float> values) {
    Memory memory = keep(Memory.ofFloats(count + GUARD));
    for (int i = 0; i < count + GUARD; i++) {
      memory.floats().put(i, i < count ? values.apply(i) : Float.intBitsToFloat(CANARY));
    }
    return memory;
  }

  private Memory maskOf(int count, int oneIn) {
    Memory memory = keep(Memory.ofBytes(count + GUARD));
    for (int i = 0; i < count + GUARD; i++) {
      memory.bytes().put(i, (byte) (i >= count ? 0x5a : random.nextInt(oneIn) == 0 ? 1 : 0));
    }
    return memory;
  }

  private Memory copy(Memory memory) {
    Memory copy = keep(Memory.ofBytes(memory.size()));
    copy.bytes().put(0, bytes(memory));
    return copy;
  }

  private static byte[] bytes(Memory memory) {
    byte[] bytes = new byte[Math.toIntExact(memory.size())];
    memory.bytes().get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void changePool(TestKernels which) {
    Kernels kernels = which.require();
    for (ConvSpec spec : Shapes.windows()) {
      Shape in = new Shape(1, 1 + random.nextInt(12), 1 + random.nextInt(20));
      if (Shapes.fits(spec, in.height(), in.width())) {
        tryPool(kernels, spec, in);
      }
    }
  }

  private void tryPool(Kernels kernels, ConvSpec spec, Shape in) {
    int height = spec.outHeight(in.height(), in.width());
    int width = spec.outWidth(in.height(), in.width());
    WindowGeometry window = WindowGeometry.of(spec, in, new Shape(1, height, width));
    Memory change = changes(in.pixels());
    Memory pending = guarded(height * width, i -> random.nextFloat());
    Memory expected = copy(pending);
    Memory got = copy(pending);
    Memory scratch = guarded(window.scratchFloats(), i -> 7f);
    int begin = random.nextInt(height);
    int end = begin + random.nextInt(height - begin + 1);
    reference
        .changePool(owner, window, change, expected, Memory.ofFloats(1))
        .accumulate(begin, end);
    kernels.changePool(owner, window, change, got, scratch).accumulate(begin, end);
    String what = "pool " + in + ", " + spec + ", rows " + begin + " to " + end;
    for (int i = 0; i < height * width; i++) {
      boolean inRows = i / width >= begin && i / width < end;
      double sum = expected.floats().get(i);
      double allowed = inRows ? Tolerance.ofSum(sum, spec.taps()) : 0;
      check(what + ", entry " + i, got.floats().get(i), sum, allowed);
      boolean unchanged = expected.floats().get(i) == pending.floats().get(i);
      assertThat(got.floats().get(i) == pending.floats().get(i)).as(what).isEqualTo(unchanged);
    }
    checkGuard(what, got, height * width);
    if (scratch.ints().get(window.scratchFloats()) != CANARY) {
      throw new AssertionError(what + ": wrote after its scratch memory");
    }
  }

  private static void checkGuard(String what, Memory memory, int count) {
    for (int i = count; i < count + GUARD; i++) {
      assertThat(memory.ints().get(i)).as("%s: canary %d", what, i).isEqualTo(CANARY);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void addScaledAndAbove(TestKernels which) {
    Kernels kernels = which.require();
    for (int count = 0; count <= 70; count++) {
      Memory target = guarded(count, i -> random.nextFloat());
      Memory source = changes(count);
      float factor = (float) random.nextGaussian();
      Memory expected = copy(target);
      Memory got = copy(target);
      reference.addScaled(expected, source, factor, count);
      kernels.addScaled(got, source, factor, count);
      assertThat(bytes(got)).as("addScaled of %d", count).isEqualTo(bytes(expected));

      float threshold = count % 3 == 0 ? 0 : random.nextFloat();
      float[] special = {Float.NaN, Float.POSITIVE_INFINITY, 0, threshold, Float.MIN_VALUE};
      Memory values =
          guarded(count, i -> i % 2 == 0 ? special[i / 2 % special.length] : random.nextFloat());
      Memory expectedMask = maskOf(count, 2);
      Memory mask = copy(expectedMask);
      reference.above(values, threshold, expectedMask, count);
      kernels.above(values, threshold, mask, count);
      assertThat(bytes(mask)).as("above, %d values", count).isEqualTo(bytes(expectedMask));
      for (int i = 0; i < count; i++) {
        float value = values.floats().get(i);
        boolean open = Float.isNaN(value) || value > threshold;
        assertThat(mask.bytes().get(i)).as("%s > %s", value, threshold).isEqualTo(one(open));
      }
    }
  }

  private static byte one(boolean open) {
    return (byte) (open ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void mark(TestKernels which) {
    Kernels kernels = which.require();
    for (ConvSpec spec : Shapes.windows()) {
      Shape in = new Shape(1, 1 + random.nextInt(9), 1 + random.nextInt(14));
      if (Shapes.fits(spec, in.height(), in.width())) {
        int height = spec.outHeight(in.height(), in.width());
        int width = spec.outWidth(in.height(), in.width());
        Reach reach = WindowGeometry.of(spec, in, new Shape(1, height, width)).reach(owner);
        Memory change = guarded(in.pixels(), i -> random.nextInt(9) == 0 ? Float.MIN_VALUE : 0);
        Memory expected = maskOf(height * width, 5);
        Memory got = copy(expected);
        int begin = random.nextInt(height);
        int end = begin + random.nextInt(height - begin + 1);
        reference.mark(change, reach, expected, begin, end);
        kernels.mark(change, reach, got, begin, end);
        assertThat(bytes(got)).as("mark %s, %s", in, spec).isEqualTo(bytes(expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void compact(TestKernels which) {
    Kernels kernels = which.require();
    for (int width = 1; width <= 40; width++) {
      for (int oneIn : new int[] {1, 2, 20, 1000}) {
        int height = 1 + random.nextInt(4);
        Memory mask = maskOf(height * width, oneIn);
        Memory pending =
            random.nextInt(3) == 0
                ? null
                : guarded(
                    height * width,
                    i -> new float[] {0, Float.MIN_VALUE, Float.NaN, 2}[random.nextInt(4)]);
        int begin = random.nextInt(height);
        int end = begin + random.nextInt(height - begin + 1);
        String what = "compact " + height + "x" + width + ", rows " + begin + " to " + end;
        tryCompact(what, kernels, mask, pending, width, begin, end);
      }
    }
  }

  private void tryCompact(
      String what, Kernels kernels, Memory mask, Memory pending, int width, int begin, int end) {
    Memory expectedMask = copy(mask);
    Memory expectedPending = pending == null ? null : copy(pending);
    Memory expectedList = guarded((end - begin) * width, i -> -1f);
    Memory list = copy(expectedList);
    int expected =
        reference.compact(expectedMask, expectedPending, width, begin, end, expectedList);
    int count = kernels.compact(mask, pending, width, begin, end, list);
    assertThat(count).as(what).isEqualTo(expected);
    assertThat(bytes(mask)).as("%s, mask", what).isEqualTo(bytes(expectedMask));
    if (pending != null) {
      assertThat(bytes(pending)).as("%s, pending", what).isEqualTo(bytes(expectedPending));
    }
    for (int i = 0; i < count; i++) {
      assertThat(list.ints().get(i))
          .as("%s, entry %d", what, i)
          .isEqualTo(expectedList.ints().get(i));
    }
    checkGuard(what, list, (end - begin) * width);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void scatterNormsAndTotal(TestKernels which) {
    Kernels kernels = which.require();
    for (int parts = 1; parts <= 5; parts++) {
      for (int count = 0; count <= 12; count++) {
        int width = 1 + random.nextInt(5);
        int[] pixels = random.ints(0, 12 * width).distinct().limit(count).sorted().toArray();
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = ((pixels[i] / width) << 16) | (pixels[i] % width);
        }
        Memory list = keep(Memory.of(pixels));
        int stride = count + 3;
        Memory norms = changes(parts * stride);
        Memory expected = guarded(12 * width, i -> 9f);
        Memory got = copy(expected);
        int changed =
            reference.scatterNorms(norms, stride, parts, list, pixels.length, width, expected);
        assertThat(kernels.scatterNorms(norms, stride, parts, list, pixels.length, width, got))
            .isEqualTo(changed);
        assertThat(bytes(got)).as("%d parts, %d pixels", parts, count).isEqualTo(bytes(expected));
        int begin = random.nextInt(count + 1);
        double total = reference.total(norms, stride, parts, begin, count);
        check("total", kernels.total(norms, stride, parts, begin, count), total, total * 1e-12);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void absSumRunSumsAndClearPixels(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      Shape shape = new Shape(channels, 1 + random.nextInt(4), 1 + random.nextInt(40));
      GuardedMap map = GuardedMap.of(shape, random, kernels);
      int begin = random.nextInt(shape.height());
      double sum = reference.absSum(map.map(), null, begin, shape.height());
      check(
          "absSum " + shape,
          kernels.absSum(map.map(), null, begin, shape.height()),
          sum,
          1e-6 * sum);
      tryRunSums(kernels, map);
      tryFactors(kernels, map);
      Set<Integer> cleared =
          new TreeSet<>(List.of(0, ((shape.height() - 1) << 16) | (shape.width() - 1)));
      Memory list = keep(Memory.of(cleared.stream().mapToInt(i -> i).toArray()));
      kernels.clearPixels(map.map(), list, cleared.size());
      map.verifyOnly("clear " + shape, cleared, 0, channels, 0);
      for (int pixel : cleared) {
        for (int c = 0; c < channels; c++) {
          assertThat(map.map().get(c, pixel >>> 16, pixel & 0xffff)).isZero();
        }
      }
    }
  }

  private void tryFactors(Kernels kernels, GuardedMap map) {
    Shape shape = map.map().shape();
    Shape vector = new Shape(shape.channels(), 1, 1);
    GuardedMap factors = GuardedMap.of(vector, random);
    GuardedMap next = GuardedMap.of(vector, random);
    int height = shape.height();
    double sum = reference.absSum(map.map(), factors.map(), 0, height);
    double got = kernels.absSum(map.map(), factors.map(), 0, height);
    check("scaled absSum " + shape, got, sum, 1e-6 * sum);
    int begin = random.nextInt(shape.pixels());
    Memory expected = guarded(shape.pixels(), i -> (float) i);
    Memory changes = copy(expected);
    reference.changeFactors(map.map(), factors.map(), next.map(), begin, shape.pixels(), expected);
    kernels.changeFactors(map.map(), factors.map(), next.map(), begin, shape.pixels(), changes);
    for (int i = 0; i < shape.pixels(); i++) {
      float norm = expected.floats().get(i);
      check("change of factors " + shape, changes.floats().get(i), norm, 1e-5 * norm);
      if (i < begin) {
        assertThat(changes.floats().get(i)).isEqualTo(i);
      }
    }
  }

  private void tryRunSums(Kernels kernels, GuardedMap map) {
    Shape shape = map.map().shape();
    int stride = Plane.alignedChannels(shape.channels());
    int width = shape.width();
    int runs = Kernels.runs(width);
    Memory expected = guarded(shape.height() * runs * stride, i -> 9f);
    Memory got = copy(expected);
    int begin = random.nextInt(shape.height());
    Memory change = random.nextInt(3) == 0 ? null : fewChanges(shape.pixels());
    reference.runSums(map.map(), begin, shape.height(), change, expected, stride);
    kernels.runSums(map.map(), begin, shape.height(), change, got, stride);
    for (int run = 0; run < shape.height() * runs; run++) {
      int y = run / runs;
      int first = run % runs * Kernels.RUN;
      int last = Math.min(width, first + Kernels.RUN);
      boolean summed = y >= begin && (change == null || anyChange(change, y * width, first, last));
      for (int c = 0; c < shape.channels(); c++) {
        double sumOfAbs = 0;
        for (int x = first; x < last; x++) {
          sumOfAbs += Math.abs(map.map().get(c, y, x));
        }
        int i = run * stride + c;
        double allowed = summed ? Tolerance.ofSum(sumOfAbs, last - first) : 0;
        check("run sum " + shape, got.floats().get(i), expected.floats().get(i), allowed);
        assertThat(got.floats().get(i) == 9f).isEqualTo(!summed);
      }
    }
    checkGuard("run sums", got, shape.height() * runs * stride);
    map.verifyOnly("run sums", Set.of(), 0, 0, 0);
    tryAddingUp(kernels, got, shape.height() * runs, stride);
  }

  private static boolean anyChange(Memory change, int row, int first, int last) {
    return IntStream.range(first, last).anyMatch(x -> change.floats().get(row + x) != 0);
  }

  /** The same bits from all kernels: doubles are added one after the other. */
  private void tryAddingUp(Kernels kernels, Memory sums, int count, int stride) {
    double[] expected = new double[1 + random.nextInt(stride)];
    double[] got = new double[expected.length];
    Arrays.fill(got, 5);
    reference.addUp(sums, count, stride, expected);
    kernels.addUp(sums, count, stride, got);
    assertThat(got).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void runMaxima(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      Shape shape = new Shape(channels, 1 + random.nextInt(5), 1 + random.nextInt(40));
      GuardedMap map = GuardedMap.of(shape, random, kernels);
      int stride = Plane.alignedChannels(channels);
      int runs = Kernels.runs(shape.width());
      int column = random.nextInt(shape.width());
      map.map().put(map.map().index(shape.height() - 1, column), Float.NaN);
      Memory expected = guarded(shape.height() * runs * stride, i -> 9f);
      Memory got = copy(expected);
      Memory change = random.nextBoolean() ? null : fewChanges(shape.pixels());
      if (change != null) {
        change.floats().put((shape.height() - 1) * shape.width() + column, 1);
      }
      int begin = random.nextInt(shape.height());
      reference.runMaxima(map.map(), begin, shape.height(), change, expected, stride);
      kernels.runMaxima(map.map(), begin, shape.height(), change, got, stride);
      for (int i = 0; i < shape.height() * runs * channels; i++) {
        int index = i / channels * stride + i % channels;
        assertThat(got.floats().get(index))
            .as("maximum %d of %s", i, shape)
            .isEqualTo(Float.valueOf(expected.floats().get(index)));
      }
      int last = (shape.height() - 1) * runs + column / Kernels.RUN;
      assertThat(got.floats().get(last * stride)).isNaN();
      checkGuard("run maxima", got, shape.height() * runs * stride);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void fill(TestKernels which) {
    Kernels kernels = which.require();
    for (int from = 0; from <= 20; from++) {
      for (int to = from; to <= 40; to += 1 + to / 9) {
        Memory got = keep(Memory.ofBytes(60));
        Memory expected = keep(Memory.ofBytes(60));
        reference.fill(expected, from, to, 1);
        kernels.fill(got, from, to, 1);
        assertThat(bytes(got)).as("%d to %d", from, to).isEqualTo(bytes(expected));
      }
    }
  }
}

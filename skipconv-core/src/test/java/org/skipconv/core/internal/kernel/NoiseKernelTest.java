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
        RawFrame then = frame(shape, last ? 1 : shape.pixels(), pixel);
        byte[] marks = marks(shape);
        Compared expected =
            Compared.by(new ReferenceKernels(), then, frame, marks, held.map(), weights);
        Compared got = Compared.by(kernels, then, frame, marks, held.map(), weights);
        String what = shape + (last ? ", channels last" : "") + ", stride " + stride;
        assertThat(got).as(what).isEqualTo(expected);
      }
    }
  }

  private byte[] marks(Shape shape) {
    byte[] marks = new byte[shape.height() * Resampling.cells(shape.width())];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = (byte) random.nextInt(3);
    }
    return marks;
  }

  private record Compared(
      int above,
      List<Integer> luma,
      List<Integer> before,
      List<Integer> difference,
      List<Integer> norms) {
    /** Compares all of a frame, and then the marked cells of the next. */
    static Compared by(
        Kernels kernels, RawFrame then, RawFrame frame, byte[] marks, Plane held, Memory weights) {
      try (Planes planes = new Planes()) {
        InputDifferences made = InputDifferences.of(planes, held);
        kernels.compareFrame(then, held, weights, 2, made);
        made.cells().bytes().put(0, marks);
        int above = kernels.compareFrame(frame, held, weights, 2, made);
        return new Compared(
            above,
            ints(made.luma().memory()),
            ints(made.before().memory()),
            ints(made.difference().memory()),
            ints(made.norms()));
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
      int height = 1 + random.nextInt(20);
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
    // Every other picture differs in a few rows only, and much: sums of others reach them.
    boolean sparse = seed % 2 == 1;
    try (Planes planes = new Planes()) {
      Plane held = planes.cells(Plane.Element.FLOAT32, height, width, 1, 1);
      InputDifferences made = InputDifferences.of(planes, held);
      Plane difference = made.difference();
      for (int y = 0; y < height; y++) {
        boolean still = sparse && random.nextInt(7) != 0;
        for (int x = 0; x < width; x++) {
          boolean unknown = random.nextInt(200) == 0;
          // Partly too little to count.
          double deviation = (sparse ? 10 : 1) * (x / 50 % 2 == 0 ? 3 : 0.2);
          double known = still ? 0 : random.nextGaussian() * deviation;
          float change = unknown && !still ? infinity(random) : (float) known;
          difference.floats().put(difference.index(y, x), change);
          made.luma().floats().put(made.luma().index(y, x), 255 * random.nextFloat());
          made.norms().floats().put(y * width + x, Math.abs(change));
        }
      }
      setPeaks(made, height, width);
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
      kernels.openChanges(made, limits, flags, mask);
      kernels.openChanges(made, limits, flags, mask);
      byte[] open = new byte[height * width];
      mask.bytes().get(open);
      return open;
    }
  }

  /** As comparing leaves them: bits of absolute values, so that NaN is above all. */
  private static void setPeaks(InputDifferences made, int height, int width) {
    int perRow = Resampling.cells(width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int cell = y * perRow + x / Resampling.CELL;
        int at = made.difference().index(y, x);
        raise(made.peaks(), cell, made.difference().floats().get(at));
        raise(made.peaks(), height * perRow + cell, made.norms().floats().get(y * width + x));
      }
    }
  }

  private static void raise(Memory peaks, int at, float value) {
    int bits = Float.floatToRawIntBits(value) & 0x7fffffff;
    peaks.ints().put(at, Math.max(bits, peaks.ints().get(at)));
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
      Shape shape = new Shape(1 + random.nextInt(5), 1 + random.nextInt(6), 1 + random.nextInt(50));
      boolean last = i % 2 == 0;
      RawFrame frame = frame(shape, last ? 1 : shape.pixels(), last ? shape.channels() : 1);
      GuardedMap held = new GuardedMap(shape, BORDER, (shape.channels() + 3) / 4 * 4, random);
      GuardedMap expected = held.copy();
      GuardedMap got = held.copy();
      Memory mask = Memory.ofBytes(shape.pixels());
      try (Planes planes = new Planes()) {
        InputDifferences wanted = InputDifferences.of(planes, held.map());
        InputDifferences made = InputDifferences.of(planes, held.map());
        Memory expectedChanges = planes.floats(shape.pixels());
        Memory changes = planes.floats(shape.pixels());
        // One frame after the other: what the last one left must be gone where nothing is open.
        for (int f = 0; f < 4; f++) {
          long seed = random.nextLong();
          differ(wanted, new Random(seed));
          differ(made, new Random(seed));
          openSomeCells(mask, shape);
          int taken =
              new ReferenceKernels().takeOpen(frame, expected.map(), mask, wanted, expectedChanges);
          assertThat(kernels.takeOpen(frame, got.map(), mask, made, changes)).isEqualTo(taken);
          assertThat(got.bits()).as(shape.toString()).isEqualTo(expected.bits());
          assertThat(ints(changes)).as(shape.toString()).isEqualTo(ints(expectedChanges));
          assertThat(ints(made.norms())).as(shape.toString()).isEqualTo(ints(wanted.norms()));
          assertThat(ints(made.difference().memory()))
              .as(shape.toString())
              .isEqualTo(ints(wanted.difference().memory()));
        }
      }
      mask.close();
    }
  }

  private void openSomeCells(Memory mask, Shape shape) {
    boolean open = true;
    for (int p = 0; p < shape.pixels(); p++) {
      if (p % shape.width() % Resampling.CELL == 0) {
        open = random.nextBoolean();
      }
      mask.bytes().put(p, (byte) (open ? random.nextInt(2) : 0));
    }
  }

  private static void differ(InputDifferences differences, Random random) {
    Shape shape = differences.luma().shape();
    for (int p = 0; p < shape.pixels(); p++) {
      differences.norms().floats().put(p, random.nextInt(3));
      int at = differences.difference().index(p / shape.width(), p % shape.width());
      differences.difference().floats().put(at, random.nextInt(5) - 2);
    }
  }

  /** Comparing the cells that changed leaves what comparing all leaves, frame after frame. */
  @ParameterizedTest
  @EnumSource
  void knowingWhatChangedGivesTheSameBits(TestKernels which) {
    Kernels kernels = which.require();
    for (int i = 0; i < 12; i++) {
      Shape shape = new Shape(3, 1 + random.nextInt(30), 1 + random.nextInt(80));
      Memory memory = Memory.ofFloats(shape.elements());
      frames.add(memory);
      for (int v = 0; v < shape.elements(); v++) {
        memory.floats().put(v, 255 * random.nextFloat());
      }
      RawFrame frame = RawFrame.of(memory.address(), shape, true);
      GuardedMap map = new GuardedMap(shape, BORDER, 4, random);
      try (Planes planes = new Planes()) {
        TakenInput whole = new TakenInput(planes, new ReferenceKernels(), map.copy());
        TakenInput partly = new TakenInput(planes, kernels, map.copy());
        byte[] changed = null;
        for (int turn = 0; turn < 12; turn++) {
          String what = shape + ", frame " + turn;
          assertThat(partly.next(frame, changed)).as(what).isEqualTo(whole.next(frame, null));
          changed = change(memory, shape, turn);
        }
      }
    }
  }

  /** Changes some blots of a frame; returns the cells, and some more. */
  private byte[] change(Memory memory, Shape shape, int turn) {
    byte[] cells = new byte[shape.height() * Resampling.cells(shape.width())];
    for (int blot = random.nextInt(3); blot >= 0; blot--) {
      int top = random.nextInt(shape.height());
      int left = random.nextInt(shape.width());
      float by = turn % 3 == 0 ? 0.4f : 40;
      for (int y = top; y < Math.min(shape.height(), top + 6); y++) {
        for (int x = left; x < Math.min(shape.width(), left + 9); x++) {
          int at = 3 * (y * shape.width() + x);
          for (int c = 0; c < 3; c++) {
            memory.floats().put(at + c, memory.floats().get(at + c) + by * random.nextFloat());
          }
          cells[y * Resampling.cells(shape.width()) + x / Resampling.CELL] = 1;
        }
      }
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] |= (byte) (random.nextInt(10) == 0 ? 1 : 0);
    }
    return cells;
  }

  /** An input that takes frames over, and what it leaves. */
  private static final class TakenInput {
    private final Kernels kernels;
    private final GuardedMap held;
    private final InputDifferences differences;
    private final Memory weights = Memory.of(0.3f, 0.5f, 0.2f);
    private final Memory limits;
    private final Memory flags;
    private final Memory mask;
    private final Memory changes;
    private byte[] marks;

    TakenInput(Planes planes, Kernels kernels, GuardedMap held) {
      this.kernels = kernels;
      this.held = held;
      Shape shape = held.map().shape();
      differences = InputDifferences.of(planes, held.map());
      marks = new byte[shape.height() * Resampling.cells(shape.width())];
      limits = NoiseLimits.memory(planes);
      new NoiseLimits(
              0,
              120,
              0.25f,
              1.5f,
              new NoiseLimits.Square(1, 600),
              new NoiseLimits.Square(1, 700),
              new NoiseLimits.Square(1, 5000))
          .write(limits);
      flags = planes.bytes(NoiseLimits.flags(shape.height(), shape.width()));
      mask = planes.bytes(shape.pixels());
      changes = planes.floats(shape.pixels());
    }

    List<List<Integer>> next(RawFrame frame, byte[] changed) {
      for (int i = 0; i < marks.length; i++) {
        byte kept = marks[i] == InputDifferences.COMPARED ? InputDifferences.KEPT : 0;
        marks[i] = changed == null || changed[i] != 0 ? InputDifferences.COMPARED : kept;
      }
      differences.cells().bytes().put(0, marks);
      int strong = kernels.compareFrame(frame, held.map(), weights, 30, differences);
      kernels.openChanges(differences, limits, flags, mask);
      int taken = kernels.takeOpen(frame, held.map(), mask, differences, changes);
      return List.of(
          List.of(strong, taken),
          Arrays.stream(held.bits()).boxed().toList(),
          ints(changes),
          ints(differences.luma().memory()),
          ints(differences.before().memory()),
          ints(differences.difference().memory()),
          ints(differences.norms()));
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

package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.internal.kernel.PixelProgram.Instruction;
import org.skipconv.core.internal.kernel.PixelProgram.Opcode;
import org.skipconv.core.testing.Activations;
import org.skipconv.core.testing.Shapes;
import org.skipconv.core.testing.TestKernels;
import org.skipconv.core.testing.Tolerance;

/** Every program over pixels that is no convolution against the reference. */
class PixelKernelTest {
  private final Random random = new Random(20262);
  private final Planes owner = new Planes();

  @AfterEach
  void close() {
    owner.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void weightedSum(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (Activation activation : Activations.gentle()) {
        int terms = random.nextInt(5) == 0 ? PixelBinding.MAX_OPERANDS : 1 + random.nextInt(4);
        Shape shape = new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(6));
        List<GuardedMap> maps = new ArrayList<>();
        List<PixelOperand> operands = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
          boolean asItIs = random.nextInt(3) == 0;
          Shape in =
              asItIs ? shape : new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(6));
          GuardedMap map = GuardedMap.of(in, random, kernels);
          maps.add(map);
          Axis rows = asItIs ? null : table(shape.height(), in.height());
          Axis columns = asItIs ? null : table(shape.width(), in.width());
          float factor = (float) random.nextGaussian();
          operands.add(PixelOperand.of(map.map(), rows, columns).withFactor(factor));
        }
        String what = activation + " of the sum of " + terms + " terms at " + shape;
        PixelProgram program = new PixelProgram.LinearCombination(activation);
        new PixelTrial(kernels, what, shape, random.nextInt(20), random)
            .verify(
                target -> new PixelBinding(target, operands, program),
                (c, y, x) -> allowedOfSum(operands, c, y, x));
        maps.forEach(map -> map.verifyOnly(what, Set.of(), 0, 0, 0));
      }
    }
  }

  /** Any row may be read anywhere: a table says where. */
  private Axis table(int size, int sources) {
    return Axis.of(
        owner.tableOf(IntStream.range(0, size).map(i -> random.nextInt(sources)).toArray()));
  }

  private static double allowedOfSum(List<PixelOperand> terms, int c, int y, int x) {
    double sumOfAbs = 0;
    for (PixelOperand term : terms) {
      sumOfAbs += Math.abs(term.factor() * term.get(c, y, x));
    }
    return 1.5 * Tolerance.ofSum(sumOfAbs, terms.size()) + 8 * Tolerance.EPSILON * sumOfAbs + 1e-6;
  }

  /** Says which program to try on a window. */
  private interface Pooling {
    PixelProgram over(WindowGeometry window);
  }

  private void tryPools(
      String name, TestKernels which, boolean everyWindowIsSeen, double allowed, Pooling pooling) {
    Kernels kernels = which.require();
    for (ConvSpec spec : Shapes.windows()) {
      int channels = Shapes.channels()[random.nextInt(Shapes.channels().length)];
      Shape in = new Shape(channels, 2 + random.nextInt(9), 2 + random.nextInt(9));
      if (Shapes.fits(spec, in.height(), in.width())
          && (!everyWindowIsSeen || everyWindowSeesThe(in, spec))) {
        Shape out = pooled(spec, in);
        GuardedMap source = GuardedMap.of(in, random, kernels);
        PixelProgram program = pooling.over(WindowGeometry.of(spec, in, out));
        new PixelTrial(kernels, name + " of " + in + ", " + spec, out, 30, random)
            .verify(
                target -> new PixelBinding(target, List.of(PixelOperand.of(source.map())), program),
                (c, y, x) -> allowed * spec.taps());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void maxPool(TestKernels which) {
    tryPools("maximum", which, true, 0, PixelProgram.MaxPool::new);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void meanPool(TestKernels which) {
    double allowed = 5 * Tolerance.EPSILON;
    tryPools("mean", which, false, allowed, window -> new PixelProgram.MeanPool(window, false));
    tryPools(
        "mean with border",
        which,
        false,
        allowed,
        window -> new PixelProgram.MeanPool(window, true));
  }

  private static Shape pooled(ConvSpec spec, Shape in) {
    return new Shape(
        in.channels(),
        spec.outHeight(in.height(), in.width()),
        spec.outWidth(in.height(), in.width()));
  }

  /** A window that lies in the border altogether has no maximum. */
  private static boolean everyWindowSeesThe(Shape in, ConvSpec spec) {
    Shape out = pooled(spec, in);
    WindowGeometry window = WindowGeometry.of(spec, in, out);
    boolean rows = true;
    for (int y = 0; y < out.height(); y++) {
      int first = y * spec.strideY() - window.padding().top();
      rows &= sees(first, spec.kernelHeight(), spec.dilationY(), in.height());
    }
    for (int x = 0; x < out.width(); x++) {
      int first = x * spec.strideX() - window.padding().left();
      rows &= sees(first, spec.kernelWidth(), spec.dilationX(), in.width());
    }
    return rows;
  }

  private static boolean sees(int first, int taps, int dilation, int size) {
    for (int i = 0; i < taps; i++) {
      if (first + i * dilation >= 0 && first + i * dilation < size) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void bilinear(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int i = 0; i < 12; i++) {
        Shape in = new Shape(channels, 1 + random.nextInt(7), 1 + random.nextInt(7));
        Shape out = new Shape(channels, 1 + random.nextInt(12), 1 + random.nextInt(12));
        GuardedMap source = GuardedMap.of(in, random, kernels);
        Interpolate size = new Interpolate(out.height(), out.width());
        PixelOperand operand =
            PixelOperand.of(
                source.map(),
                Axis.between(owner, in.height(), out.height(), y -> size.sourceRow(y, in.height())),
                Axis.between(
                    owner, in.width(), out.width(), x -> size.sourceColumn(x, in.width())));
        new PixelTrial(kernels, "bilinear from " + in + " to " + out, out, 25, random)
            .verify(
                target -> new PixelBinding(target, List.of(operand), new PixelProgram.Bilinear()),
                (c, y, x) -> 20 * Tolerance.EPSILON * 5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void copy(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int offset : new int[] {0, 1, 5, 16, 33}) {
        Shape in = new Shape(channels, 3, 4);
        Shape out = new Shape(channels + offset + random.nextInt(3), 3, 4);
        GuardedMap source = GuardedMap.of(in, random, kernels).forbidPaddedChannels();
        new PixelTrial(kernels, "copy of " + in + " to " + out + " at " + offset, out, 9, random)
            .channels(offset, offset + channels)
            .verify(
                target ->
                    new PixelBinding(
                        target,
                        List.of(PixelOperand.of(source.map())),
                        new PixelProgram.TableLookup()),
                (c, y, x) -> 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void gather(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int tables = 1; tables < 8; tables++) {
        Shape out = new Shape(channels + random.nextInt(9), 3, 5);
        int begin = random.nextInt(out.channels() - channels + 1);
        Shape in =
            new Shape(
                (tables & 1) == 0 ? channels : 1 + random.nextInt(20),
                (tables & 2) == 0 ? 3 : 1 + random.nextInt(5),
                (tables & 4) == 0 ? 5 : 1 + random.nextInt(5));
        GuardedMap source = GuardedMap.of(in, random, kernels).forbidPaddedChannels();
        Axis rows = (tables & 2) == 0 ? null : Axis.of(tableWithGaps(3, in.height()));
        Axis columns = (tables & 4) == 0 ? null : Axis.of(tableWithGaps(5, in.width()));
        ChannelTable table =
            (tables & 1) == 0
                ? null
                : new ChannelTable(tableWithGaps(channels, in.channels()), channels, 1, 1);
        PixelOperand operand = PixelOperand.of(source.map(), rows, columns).withChannels(table);
        new PixelTrial(kernels, "gather from " + in + " to " + out + " at " + begin, out, 9, random)
            .channels(begin, begin + channels)
            .verify(
                target ->
                    new PixelBinding(target, List.of(operand), new PixelProgram.TableLookup()),
                (c, y, x) -> 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void gatherInPhases(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      int phaseRows = 1 + random.nextInt(3);
      int phaseColumns = 1 + random.nextInt(3);
      Shape in = new Shape(1 + random.nextInt(20), 3, 4);
      Shape out = new Shape(channels, 7, 5);
      GuardedMap source = GuardedMap.of(in, random, kernels).forbidPaddedChannels();
      Memory sources = tableWithGaps(channels * phaseRows * phaseColumns, in.channels());
      PixelOperand operand =
          PixelOperand.of(source.map(), Axis.of(tableWithGaps(7, 3)), Axis.of(tableWithGaps(5, 4)))
              .withChannels(new ChannelTable(sources, channels, phaseRows, phaseColumns));
      new PixelTrial(kernels, "gather from " + in + " in phases of " + phaseRows, out, 30, random)
          .verify(
              target -> new PixelBinding(target, List.of(operand), new PixelProgram.TableLookup()),
              (c, y, x) -> 0);
    }
  }

  /** Concatenations, shuffles and whatever else takes each channel from one of several maps. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void gatherFromSeveral(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int operands : new int[] {2, 3, PixelBinding.MAX_OPERANDS}) {
        for (int order = 0; order < 4; order++) {
          Shape shape = new Shape(channels, 3, 5);
          int[][] sources = new int[operands][channels];
          int[] used = new int[operands];
          for (int c = 0; c < channels; c++) {
            int operand =
                switch (order) {
                  case 0 -> c * operands / channels;
                  case 1 -> c % operands;
                  default -> random.nextInt(operands);
                };
            for (int[] table : sources) {
              table[c] = PixelOperand.KEPT;
            }
            int next = order == 3 ? random.nextInt(channels + 1) - 1 : used[operand]++;
            sources[operand][c] = next;
          }
          boolean gaps = random.nextBoolean();
          Axis rows = gaps ? Axis.of(tableWithGaps(3, 3)) : null;
          Axis columns = gaps ? Axis.of(tableWithGaps(5, 5)) : null;
          List<PixelOperand> reads = new ArrayList<>();
          for (int[] table : sources) {
            GuardedMap map = GuardedMap.of(shape, random, kernels).forbidPaddedChannels();
            reads.add(
                PixelOperand.of(map.map(), rows, columns)
                    .withChannels(ChannelTable.of(owner, table)));
          }
          new PixelTrial(kernels, "gather to " + shape + " from " + operands, shape, 9, random)
              .verify(
                  target -> new PixelBinding(target, reads, new PixelProgram.TableLookup()),
                  (c, y, x) -> 0);
        }
      }
    }
  }

  /** What a gather keeps is neither written nor does it count as changed. */
  @ParameterizedTest
  @EnumSource(TestKernels.class)
  void gatherKeeps(TestKernels which) {
    Kernels kernels = which.require();
    Shape shape = new Shape(3, 1, 2);
    Plane in = owner.map(shape, Plane.NO_BORDER, 16, 1, 1);
    Plane out = owner.map(shape, Plane.NO_BORDER, 16, 1, 1);
    Plane residual = owner.map(shape, Plane.NO_BORDER, 16, 1, 1);
    Memory norms = owner.floats(2);
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < 2; x++) {
        in.floats().put(in.index(0, x) + c, 10 * x + c);
        out.floats().put(out.index(0, x) + c, 5);
        residual.floats().put(residual.index(0, x) + c, 7);
      }
    }
    // The second column keeps all but its last channel.
    int[] sources = {
      2, PixelOperand.KEPT, PixelOperand.ZERO, PixelOperand.KEPT, PixelOperand.KEPT, 0
    };
    ChannelTable table = new ChannelTable(owner.tableOf(sources), 3, 1, 2);
    Target target = Target.of(out, residual, owner.tableOf(new int[] {0, 1}), norms);
    kernels
        .pixels(
            owner,
            new PixelBinding(
                target,
                List.of(PixelOperand.of(in).withChannels(table)),
                new PixelProgram.TableLookup()))
        .run(0, 2, 0, 1);
    assertThat(pixel(out, 0)).containsExactly(2, 5, 0);
    assertThat(pixel(out, 1)).containsExactly(5, 5, 10);
    assertThat(pixel(residual, 0)).containsExactly(-3, 7, -5);
    assertThat(pixel(residual, 1)).containsExactly(7, 7, 5);
    assertThat(norms.floats().get(0)).isEqualTo(8);
    assertThat(norms.floats().get(1)).isEqualTo(5);
  }

  private static float[] pixel(Plane plane, int x) {
    float[] values = new float[plane.shape().channels()];
    plane.floats().get(plane.index(0, x), values);
    return values;
  }

  /** NaN is larger than everything, and smaller, wherever it stands. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void nanGoesThroughMaximaAndMinima(TestKernels which) {
    Kernels kernels = which.require();
    Shape shape = new Shape(37, 5, 6);
    int[] all = IntStream.range(0, 30).map(i -> ((i / 6) << 16) | (i % 6)).toArray();
    List<PixelOperand> both = List.of(withNaN(shape), withNaN(shape));
    WindowGeometry window = WindowGeometry.of(ConvSpec.keepingSize(3), shape, shape);
    List<PixelProgram> programs = new ArrayList<>(List.of(new PixelProgram.MaxPool(window)));
    for (Opcode operation : List.of(Opcode.MAX, Opcode.MIN)) {
      programs.add(new PixelProgram.InstructionList(List.of(Instruction.of(operation, 0, 1))));
    }
    for (PixelProgram program : programs) {
      List<PixelOperand> operands =
          program instanceof PixelProgram.MaxPool ? both.subList(0, 1) : both;
      List<Plane> results = new ArrayList<>();
      for (Kernels each : List.of(new ReferenceKernels(), kernels)) {
        Plane out = owner.map(shape, Plane.NO_BORDER, 48, 1, 1);
        Target target = Target.of(out, null, owner.tableOf(all), null);
        each.pixels(owner, new PixelBinding(target, operands, program)).run(0, 30, 0, 1);
        results.add(out);
      }
      int found = 0;
      for (int i = 0; i < shape.elements(); i++) {
        int c = i % 37;
        int y = i / 37 / 6;
        int x = i / 37 % 6;
        float expected = results.get(0).get(c, y, x);
        found += Float.isNaN(expected) ? 1 : 0;
        assertThat(results.get(1).get(c, y, x))
            .as("%s at %d", program, i)
            .isEqualTo(Float.valueOf(expected));
      }
      assertThat(found).isBetween(100, (int) shape.elements() - 100);
    }
  }

  private PixelOperand withNaN(Shape shape) {
    Plane plane = owner.map(shape, Plane.NO_BORDER, 48, 1, 1);
    for (int i = 0; i < shape.elements(); i++) {
      float value = random.nextInt(12) == 0 ? Float.NaN : (float) random.nextGaussian();
      plane.floats().put(plane.index(i / 37 / 6, i / 37 % 6) + i % 37, value);
    }
    return PixelOperand.of(plane);
  }

  /** Sixteen channels of a target. */
  private static Target runOf(Target target, int firstChannel) {
    return new Target(
        target.out(), firstChannel, 16, null, target.list(), target.norms(), firstChannel > 0);
  }

  private Memory tableWithGaps(int size, int sources) {
    return owner.tableOf(
        IntStream.range(0, size)
            .map(i -> random.nextInt(4) == 0 ? -1 : random.nextInt(sources))
            .toArray());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void scale(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int count = 0; count < 6; count++) {
        Shape shape = new Shape(channels, 3, 4);
        GuardedMap source = GuardedMap.of(shape, random, kernels);
        List<PixelOperand> operands =
            List.of(PixelOperand.of(source.map()), PixelOperand.onePixel(vector(channels)));
        new PixelTrial(kernels, "scaling of " + shape, shape, count, random)
            .verify(
                target -> new PixelBinding(target, operands, new PixelProgram.Scale()),
                (c, y, x) -> 0);
      }
    }
  }

  private Plane vector(int channels) {
    Plane vector = owner.vector(channels);
    for (int c = 0; c < channels; c++) {
      vector.floats().put(c, (float) random.nextGaussian());
    }
    return vector;
  }

  /** An operand of each kind, then random instructions on random slots. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void expression(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int length = 1; length < 12; length++) {
        Shape shape = new Shape(channels, 1 + random.nextInt(4), 1 + random.nextInt(5));
        Shape plain = new Shape(1, shape.height(), shape.width());
        GuardedMap full = GuardedMap.of(shape, random, kernels);
        GuardedMap oneChannel = GuardedMap.of(plain, random, kernels).forbidPaddedChannels();
        Shape small = new Shape(channels, 1 + random.nextInt(3), 1 + random.nextInt(3));
        GuardedMap resized = GuardedMap.of(small, random, kernels);
        List<PixelOperand> operands =
            List.of(
                PixelOperand.of(full.map()),
                PixelOperand.oneChannel(oneChannel.map()),
                PixelOperand.onePixel(vector(channels)),
                PixelOperand.constant((float) random.nextGaussian()),
                PixelOperand.of(
                    resized.map(),
                    table(shape.height(), small.height()),
                    table(shape.width(), small.width())));
        PixelProgram.InstructionList program = expression(operands.size(), length);
        new PixelTrial(kernels, program + " at " + shape, shape, random.nextInt(9), random)
            .verify(
                target -> new PixelBinding(target, operands, program),
                (c, y, x) -> allowedOf(program, operands, c, y, x));
      }
    }
  }

  /**
   * Every instruction reads the one before it. Divisors are 2 or more, bases and exponents near 1,
   * so that errors stay small.
   */
  private PixelProgram.InstructionList expression(int operands, int length) {
    List<Instruction> program = new ArrayList<>();
    Opcode[] operations = Opcode.values();
    for (int i = 0; i < length; i++) {
      int last = operands + i - 1;
      int other = random.nextInt(operands + i);
      Opcode operation = operations[random.nextInt(operations.length)];
      if (operation == Opcode.ACTIVATE) {
        program.add(Instruction.of(Activations.random(random), last));
      } else if (operation == Opcode.DIV) {
        program.add(Instruction.of(Activation.clip(2, 9), other));
        i++;
        program.add(Instruction.of(operation, last, operands + i - 1));
      } else if (operation == Opcode.POW) {
        program.add(Instruction.of(Activation.clip(0.5f, 4), last));
        program.add(Instruction.of(Activation.clip(-2, 2), other));
        i += 2;
        program.add(Instruction.of(operation, operands + i - 2, operands + i - 1));
      } else {
        program.add(Instruction.of(operation, i == 0 ? 0 : last, other));
      }
    }
    return new PixelProgram.InstructionList(program);
  }

  /** Rounding errors of every step, each carried on by the largest slope of what follows it. */
  private static double allowedOf(
      PixelProgram.InstructionList program, List<PixelOperand> operands, int c, int y, int x) {
    int slots = operands.size() + program.instructions().size();
    double[] sizes = new double[slots];
    double[] errors = new double[slots];
    int slot = 0;
    for (PixelOperand operand : operands) {
      sizes[slot++] = Math.abs(operand.get(c, y, x));
    }
    for (Instruction instruction : program.instructions()) {
      double left = sizes[instruction.left()];
      double right = sizes[instruction.right()];
      double leftError = errors[instruction.left()];
      double rightError = errors[instruction.right()];
      double error = leftError + rightError;
      double size = left + right;
      switch (instruction.opcode()) {
        case MUL -> {
          size = left * right;
          error = leftError * (right + rightError) + rightError * (left + leftError);
        }
        case DIV -> {
          size = left / 2;
          error = leftError / 2 + left * rightError / 4;
        }
        case ACTIVATE -> {
          size = Math.max(9, left);
          error = 1.2 * leftError;
        }
        case POW -> {
          size = 16;
          error = 16 * leftError + 16 * Math.log(4) * rightError;
        }
        case ADD, SUB, MAX, MIN -> {}
      }
      sizes[slot] = size;
      errors[slot++] = 1.01 * error + 16 * Tolerance.EPSILON * size + 1e-35;
    }
    return errors[slot - 1];
  }

  @Test
  void bindingsRefuseWhatDoesNotFit() {
    Plane out = owner.map(new Shape(20, 3, 4), Plane.NO_BORDER, 32, 1, 1);
    PixelOperand whole = PixelOperand.of(owner.map(new Shape(20, 3, 4), Plane.NO_BORDER, 32, 1, 1));
    Target target = Target.of(out, null, owner.ints(12), null);
    PixelProgram sum = new PixelProgram.LinearCombination(Activation.NONE);
    refused(() -> new PixelBinding(target, List.of(), sum), "0 operands");
    List<PixelOperand> many = new ArrayList<>(List.of(whole));
    while (many.size() <= PixelBinding.MAX_OPERANDS) {
      many.add(whole);
    }
    refused(() -> new PixelBinding(target, many, sum), "17 operands");
    refused(() -> new PixelBinding(target, List.of(PixelOperand.constant(1)), sum), "CONSTANT");
    refused(() -> new PixelBinding(target, List.of(whole), new PixelProgram.Bilinear()), "axes");
    refused(() -> new PixelBinding(target, List.of(whole), new PixelProgram.Scale()), "one pixel");
    refused(
        () ->
            new PixelBinding(
                target,
                List.of(whole, PixelOperand.onePixel(owner.vector(19))),
                new PixelProgram.Scale()),
        "19x1x1 for 20 channels");
    refused(() -> new PixelBinding(runOf(target, 0), List.of(whole), sum), "not a run");
    refused(() -> runOf(target, 5), "16 channels from 5");
    refused(() -> PixelOperand.oneChannel(out), "one channel");
    refused(() -> PixelOperand.onePixel(out), "one pixel");
    refused(() -> PixelOperand.of(owner.cellsOf(out, Plane.Element.BYTE)), "floats");
    refused(() -> expressionOf(target, whole), "an instruction at least");
    refused(() -> expressionOf(target, whole, Instruction.of(Opcode.ADD, 0, 1)), "slot");
    refused(() -> expressionOf(target, whole, Instruction.of(Opcode.ADD, -1, 0)), "slot");
    Instruction[] long31 = new Instruction[PixelBinding.MAX_SLOTS - 1];
    Arrays.setAll(long31, i -> Instruction.of(Opcode.ADD, i, 0));
    assertThat(expressionOf(target, whole, long31).operands()).hasSize(1);
    Instruction[] long32 = Arrays.copyOf(long31, PixelBinding.MAX_SLOTS);
    long32[PixelBinding.MAX_SLOTS - 1] = long31[0];
    refused(() -> expressionOf(target, whole, long32), "at most 32");
  }

  private static PixelBinding expressionOf(
      Target target, PixelOperand operand, Instruction... instructions) {
    return new PixelBinding(
        target, List.of(operand), new PixelProgram.InstructionList(List.of(instructions)));
  }

  private static void refused(ThrowingCallable action, String part) {
    assertThatThrownBy(action)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }
}

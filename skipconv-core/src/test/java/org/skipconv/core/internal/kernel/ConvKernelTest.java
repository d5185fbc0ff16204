package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.internal.kernel.ConvBinding.Norm;
import org.skipconv.core.testing.Activations;
import org.skipconv.core.testing.Shapes;
import org.skipconv.core.testing.TestKernels;

/** Every convolution kernel against the reference. */
class ConvKernelTest {
  private final Random random = new Random(20261);

  private void tryAll(TestKernels which, List<ConvCase> cases) {
    Kernels kernels = which.require();
    cases.sort(Comparator.comparingLong(ConvCase::macs));
    for (ConvCase trial : cases) {
      new ConvTrial(trial, kernels).verify();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void everyPairOfChannelCounts(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (int in : Shapes.channels()) {
      for (int out : Shapes.channels()) {
        int kernel = in * out > 4000 ? 1 : 1 + 2 * random.nextInt(2);
        cases.add(
            new ConvCase(
                new Shape(in, 4, 5),
                out,
                ConvSpec.keepingSize(kernel),
                1 + random.nextInt(9),
                ConvCase.Options.random(random),
                random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void everyLengthOfList(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (int out : new int[] {1, 7, 16, 24, 32, 40, 48, 64, 65, 96, 130}) {
      for (int pixels : Shapes.listLengths()) {
        ConvCase.Options options = ConvCase.Options.random(random);
        Shape in = new Shape(3, 7, 9);
        cases.add(
            new ConvCase(in, out, ConvSpec.keepingSize(3), pixels, options, random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void everyWindow(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (ConvSpec spec : Shapes.windows()) {
      int height = 3 + random.nextInt(10);
      int width = 3 + random.nextInt(10);
      if (Shapes.fits(spec, height, width)) {
        Shape in = new Shape(2, height, width);
        ConvCase.Options options = ConvCase.Options.random(random);
        cases.add(new ConvCase(in, 5, spec, 200, options, random.nextLong()));
        cases.add(new ConvCase(in, 2, spec.withGroups(2), 200, options, random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void everyCombinationOfOptions(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (Activation activation : Activations.gentle()) {
      for (Norm norm : Norm.values()) {
        for (int i = 0; i < 16; i++) {
          ConvCase.Options options =
              new ConvCase.Options(
                  activation,
                  (i & 1) > 0,
                  (i & 2) > 0,
                  (i & 4) > 0,
                  (i & 8) > 0,
                  norm,
                  false,
                  random.nextBoolean());
          if (options.possible()) {
            Shape in = new Shape(19, 4, 5);
            ConvSpec spec = ConvSpec.keepingSize(3);
            cases.add(new ConvCase(in, 37, spec, 13, options, random.nextLong()));
            cases.add(new ConvCase(in, 19, spec.withGroups(19), 13, options, random.nextLong()));
          }
        }
      }
    }
    tryAll(which, cases);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void depthwiseOfEveryWidthAndLengthOfList(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (int channels : Shapes.channels()) {
      for (int pixels = 0; pixels <= 10; pixels++) {
        ConvSpec spec = ConvSpec.keepingSize(pixels % 2 == 0 ? 3 : 5).withGroups(channels);
        cases.add(
            new ConvCase(
                new Shape(channels, 4, 4),
                channels,
                pixels % 3 == 0 ? spec.withStride(2) : spec,
                pixels,
                ConvCase.Options.random(random),
                random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  /** Input and output channels and groups: blocks that end inside, at and beyond a group. */
  private static final int[][] GROUPS = {
    {2, 2, 1},
    {4, 4, 2},
    {4, 8, 4},
    {6, 9, 3},
    {8, 4, 4},
    {12, 12, 6},
    {16, 16, 2},
    {16, 32, 16},
    {24, 48, 3},
    {32, 64, 4},
    {33, 66, 11},
    {40, 80, 8},
    {48, 48, 3},
    {64, 32, 2},
    {64, 64, 32},
    {80, 160, 80},
    {130, 26, 13},
  };

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void groups(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (int[] sizes : GROUPS) {
      for (int kernel = 1; kernel <= 3; kernel += 2) {
        Shape in = new Shape(sizes[0], 4, 5);
        ConvSpec spec = ConvSpec.keepingSize(kernel).withGroups(sizes[2]);
        ConvCase.Options options = ConvCase.Options.random(random);
        cases.add(new ConvCase(in, sizes[1], spec, 14, options, random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void aSampleOfEverythingTogether(TestKernels which) {
    List<ConvSpec> windows = Shapes.windows();
    List<ConvCase> cases = new ArrayList<>();
    while (cases.size() < 250) {
      Shape in = new Shape(1 + random.nextInt(70), 1 + random.nextInt(12), 1 + random.nextInt(12));
      ConvSpec spec = windows.get(random.nextInt(windows.size()));
      if (Shapes.fits(spec, in.height(), in.width())) {
        int out = 1 + random.nextInt(140);
        int pixels = 1 + random.nextInt(2_000_000 / (in.channels() * out * spec.taps()) + 1);
        ConvCase.Options options = ConvCase.Options.random(random);
        cases.add(new ConvCase(in, out, spec, Math.min(pixels, 30), options, random.nextLong()));
      }
    }
    tryAll(which, cases);
  }

  /**
   * As projections after squeeze-excite are, in lists below, at and beyond what is put together.
   */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16"})
  void inputTimesFactors(TestKernels which) {
    List<ConvCase> cases = new ArrayList<>();
    for (int in : new int[] {1, 2, 3, 15, 16, 17, 32, 96, 240, 1152, 4096}) {
      for (int out : new int[] {1, 16, 24, 40, 112, 320}) {
        for (int pixels : new int[] {1, 7, 8, 23, 24, 25, 50}) {
          if (in * out < 40_000 || pixels < 9) {
            ConvCase.Options options =
                new ConvCase.Options(
                    Activation.SILU, false, false, true, true, Norm.CHANGE, true, true);
            ConvSpec spec = ConvSpec.of(1).withStride(1 + random.nextInt(2));
            Shape shape = new Shape(in, 12, 14);
            cases.add(new ConvCase(shape, out, spec, pixels, options, random.nextLong()));
          }
        }
      }
    }
    tryAll(which, cases);
  }

  @Test
  void refusesFactorsForWindowsAndNormsThatHaveNone() {
    Shape shape = new Shape(4, 3, 3);
    ConvCase window = new ConvCase(shape, 4, ConvSpec.keepingSize(3), 1, ConvCase.Options.PLAIN, 1);
    ConvCase depthwise =
        new ConvCase(shape, 4, ConvSpec.of(1).withGroups(4), 1, ConvCase.Options.PLAIN, 1);
    ConvCase point = new ConvCase(shape, 4, ConvSpec.of(1), 1, ConvCase.Options.PLAIN, 1);
    try (Planes planes = new Planes()) {
      Plane factors = planes.vector(4);
      assertThat(binding(planes, point).withInFactors(factors).inFactors()).isSameAs(factors);
      for (ConvCase refused : List.of(window, depthwise)) {
        ConvBinding binding = binding(planes, refused);
        assertThatThrownBy(() -> binding.withInFactors(factors))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("only a window of one pixel");
      }
      ConvBinding unmeasured = binding(planes, point);
      assertThatThrownBy(() -> unmeasured.withScaledNorms(new ScaledNorms(factors, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("norms of scaled values beside NONE");
    }
  }

  private ConvBinding binding(Planes planes, ConvCase trial) {
    PackedConv packed = PackedConv.unpacked(trial.operation(random), trial.in().channels());
    Plane in = planes.map(trial.in(), trial.window().border(), 16, 1, 1);
    Plane out = planes.map(trial.out(), Plane.NO_BORDER, 16, 1, 1);
    return new ConvBinding(
        packed,
        trial.window(),
        in,
        null,
        Target.of(out, null, null, null),
        Activation.NONE,
        false,
        Norm.NONE,
        0);
  }

  @Test
  void theCasesCoverAllWindowsThatFit() {
    long windows = Shapes.windows().stream().filter(spec -> Shapes.fits(spec, 12, 12)).count();
    assertThat(windows).isGreaterThan(500);
  }
}

package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Shape;
import org.skipconv.core.testing.Shapes;
import org.skipconv.core.testing.TestKernels;
import org.skipconv.core.testing.Tolerance;

/** Every kernel over pixels that is no convolution against the twin. */
class PixelKernelTest {
  private final Random random = new Random(20262);
  private final Planes owner = new Planes();

  @AfterEach
  void close() {
    owner.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
  void sum(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (Activation activation : Activation.values()) {
        int terms = random.nextInt(5) == 0 ? SumBinding.MAX_TERMS : 1 + random.nextInt(4);
        Shape shape = new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(6));
        List<GuardedMap> maps = new ArrayList<>();
        List<SumBinding.Term> operands = new ArrayList<>();
        for (int i = 0; i < terms; i++) {
          GuardedMap map =
              GuardedMap.of(
                  new Shape(channels, 1 + random.nextInt(6), 1 + random.nextInt(6)), random);
          maps.add(map);
          Memory rows = table(shape.height(), map.map().shape().height());
          Memory columns = table(shape.width(), map.map().shape().width());
          float factor = (float) random.nextGaussian();
          operands.add(new SumBinding.Term(map.map(), factor, rows, columns));
        }
        String what = activation + " of the sum of " + terms + " terms at " + shape;
        new PixelTrial(what, shape, random.nextInt(20), random)
            .verify(
                kernels,
                (k, out, residual, list, norms) ->
                    k.sum(new SumBinding(operands, activation, out, residual, list, norms)),
                (c, y, x) -> allowedOfSum(operands, c, y, x));
        maps.forEach(map -> map.verifyOnly(what, Set.of(), 0, 0, 0));
      }
    }
  }

  /** Any row may be read anywhere: a table says where. */
  private Memory table(int size, int sources) {
    int[] table = new int[size];
    for (int i = 0; i < size; i++) {
      table[i] = random.nextInt(sources);
    }
    return Memory.of(table);
  }

  private static double allowedOfSum(List<SumBinding.Term> terms, int c, int y, int x) {
    double sumOfAbs = 0;
    for (SumBinding.Term term : terms) {
      int sourceY = term.rows().ints().get(y);
      int sourceX = term.columns().ints().get(x);
      sumOfAbs += Math.abs(term.factor() * term.map().get(c, sourceY, sourceX));
    }
    return 1.5 * Tolerance.ofSum(sumOfAbs, terms.size()) + 8 * Tolerance.EPSILON * sumOfAbs + 1e-6;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
  void maxPool(TestKernels which) {
    Kernels kernels = which.require();
    for (ConvSpec spec : Shapes.windows()) {
      int channels = Shapes.channels()[random.nextInt(Shapes.channels().length)];
      Shape in = new Shape(channels, 2 + random.nextInt(9), 2 + random.nextInt(9));
      if (Shapes.fits(spec, in.height(), in.width()) && everyWindowSeesThe(in, spec)) {
        Shape out = pooled(spec, in);
        GuardedMap source = GuardedMap.of(in, random);
        WindowGeometry window = WindowGeometry.of(spec, in, out);
        new PixelTrial("maximum of " + in + ", " + spec, out, 30, random)
            .verify(
                kernels,
                (k, map, residual, list, norms) ->
                    k.maxPool(new PoolBinding(window, source.map(), map, residual, list, norms)),
                (c, y, x) -> 0);
      }
    }
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
      rows &= sees(first, spec.kernelHeight(), spec.dilation(), in.height());
    }
    for (int x = 0; x < out.width(); x++) {
      int first = x * spec.strideX() - window.padding().left();
      rows &= sees(first, spec.kernelWidth(), spec.dilation(), in.width());
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
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
  void bilinear(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int i = 0; i < 12; i++) {
        Shape in = new Shape(channels, 1 + random.nextInt(7), 1 + random.nextInt(7));
        Shape out = new Shape(channels, 1 + random.nextInt(12), 1 + random.nextInt(12));
        GuardedMap source = GuardedMap.of(in, random);
        BilinearBinding.Axis rows = BilinearBinding.Axis.of(owner, in.height(), out.height());
        BilinearBinding.Axis columns = BilinearBinding.Axis.of(owner, in.width(), out.width());
        new PixelTrial("bilinear from " + in + " to " + out, out, 25, random)
            .verify(
                kernels,
                (k, map, residual, list, norms) ->
                    k.bilinear(
                        new BilinearBinding(
                            rows, columns, source.map(), map, residual, list, norms)),
                (c, y, x) -> 20 * Tolerance.EPSILON * 5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
  void copy(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int offset : new int[] {0, 1, 5, 16, 33}) {
        Shape in = new Shape(channels, 3, 4);
        Shape out = new Shape(channels + offset + random.nextInt(3), 3, 4);
        GuardedMap source = GuardedMap.of(in, random).forbidPaddedChannels();
        new PixelTrial("copy of " + in + " to " + out + " at " + offset, out, 9, random)
            .channels(offset, offset + channels)
            .verify(
                kernels,
                (k, map, residual, list, norms) ->
                    k.copy(new CopyBinding(source.map(), map, offset, residual, list, norms)),
                (c, y, x) -> 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
  void channelScale(TestKernels which) {
    Kernels kernels = which.require();
    for (int channels : Shapes.channels()) {
      for (int count = 0; count < 6; count++) {
        Shape shape = new Shape(channels, 3, 4);
        GuardedMap source = GuardedMap.of(shape, random);
        Memory factors = Memory.ofFloats(Plane.alignedChannels(channels));
        for (int c = 0; c < channels; c++) {
          factors.floats().put(c, (float) random.nextGaussian());
        }
        new PixelTrial("scaling of " + shape, shape, count, random)
            .verify(
                kernels,
                (k, map, residual, list, norms) ->
                    k.channelScale(
                        new ScaleBinding(source.map(), map, factors, residual, list, norms)),
                (c, y, x) -> 0);
      }
    }
  }
}

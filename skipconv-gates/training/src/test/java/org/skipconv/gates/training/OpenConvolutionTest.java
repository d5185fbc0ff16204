package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/** Against PyTorch's own gradients of all pixels. */
class OpenConvolutionTest {
  private static final int FRAMES = 4;
  private static final int IN = 6;
  private static final int OUT = 4;
  private static final int HEIGHT = 11;
  private static final int WIDTH = 9;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  static Stream<Arguments> specsAndShares() {
    Stream<ConvSpec> specs =
        Stream.of(
            ConvSpec.of(1),
            ConvSpec.of(1).withStride(2),
            ConvSpec.keepingSize(3),
            ConvSpec.keepingSize(3).withStride(2),
            ConvSpec.keepingSize(5).withDilation(1, 2),
            ConvSpec.of(3).withPadding(Padding.same()).withStride(2),
            ConvSpec.of(2).withPadding(new Padding.Explicit(0, 1, 1, 2)),
            ConvSpec.keepingSize(3).withGroups(2));
    return specs.flatMap(s -> Stream.of(0, 0.02, 0.3, 0.9, 1).map(p -> Arguments.of(s, p)));
  }

  @ParameterizedTest
  @MethodSource("specsAndShares")
  void gradientsAreThoseOfAllPixels(ConvSpec spec, double share) {
    Scopes.scoped(
        () -> {
          check(spec, share, true, true);
          return null;
        });
  }

  @Test
  void onlyWhatIsAskedForGetsAGradient() {
    Scopes.scoped(
        () -> {
          for (double share : new double[] {0.1, 0.9}) {
            check(ConvSpec.keepingSize(3), share, false, true);
            check(ConvSpec.keepingSize(3), share, true, false);
            check(ConvSpec.of(1), share, false, true);
            check(ConvSpec.of(1), share, true, false);
          }
          return null;
        });
  }

  private static void check(ConvSpec spec, double share, boolean ofX, boolean ofKernel) {
    Random random = new Random(7);
    Tensor x = random(random, ofX, FRAMES, IN, HEIGHT, WIDTH);
    int rows = spec.kernelHeight();
    Tensor kernel = random(random, ofKernel, OUT, IN / spec.groups(), rows, spec.kernelWidth());
    Tensor bias = random(random, ofKernel, OUT);
    Tensor y = Windows.convolve(x, kernel, bias, spec, spec.groups());
    OpenConvolution convolution = new OpenConvolution(x, kernel, bias, spec);
    assertThat(PyTorch.floats(convolution.forward())).isEqualTo(PyTorch.floats(y));
    Tensor open = mask(random, share, (int) y.size(2), (int) y.size(3));
    Tensor first = random(random, false, 1, OUT, y.size(2), y.size(3));
    Tensor later = random(random, false, FRAMES - 1L, OUT, y.size(2), y.size(3)).mul(open);
    Tensor ofY = Clips.join(first, later);
    y.mul(ofY).sum().backward();
    Tensor[] all = {x, kernel, bias};
    Tensor[] expected = new Tensor[all.length];
    for (int i = 0; i < all.length; i++) {
      if (all[i].requires_grad()) {
        expected[i] = all[i].grad().clone();
        all[i].grad().zero_();
      }
    }
    convolution.backward(ofY, open);
    for (int i = 0; i < all.length; i++) {
      assertThat(all[i].grad().defined()).isEqualTo(expected[i] != null);
      if (expected[i] != null) {
        double off = all[i].grad().sub(expected[i]).abs().max().item_double();
        assertThat(off).as("%s of %d", spec, i).isCloseTo(0, within(1e-11));
      }
    }
  }

  private static Tensor random(Random random, boolean grad, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    Tensor values = Tensor.create(random.doubles(count, -1, 1).toArray()).reshape(shape);
    return values.set_requires_grad(grad);
  }

  private static Tensor mask(Random random, double share, int height, int width) {
    double[] open = new double[(FRAMES - 1) * height * width];
    for (int i = 0; i < open.length; i++) {
      open[i] = random.nextDouble() < share ? 1 : 0;
    }
    return Tensor.create(open).reshape(FRAMES - 1L, 1, height, width);
  }
}

package org.skipconv.gates.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.Activation;

/** Against the same as operations of PyTorch, whose own gradients are the oracle. */
class CarriedTest {
  private static final Clips CLIPS = new Clips(4, 2);
  private static final int CHANNELS = 5;

  /** More than one run, the last one not whole. */
  private static final int HEIGHT = 17;

  private static final int WIDTH = 23;

  @BeforeAll
  static void load() {
    WithPyTorch.assume();
  }

  private static Tensor random(long seed, int frames, int channels) {
    Random random = new Random(seed);
    double[] values = random.doubles((long) frames * channels * HEIGHT * WIDTH, -7, 7).toArray();
    return Tensor.create(values).reshape(frames, channels, HEIGHT, WIDTH);
  }

  /** 0, 1 or between them. */
  private static Tensor masks() {
    Tensor any = random(2, 6, 1);
    return torch.where(any.gt(new Scalar(3)), torch.ones_like(any), any.div(new Scalar(7)).relu());
  }

  private static Tensor weighted(Tensor x, long seed) {
    double[] weights = new Random(seed).doubles(x.numel(), -1, 1).toArray();
    return x.mul(Tensor.create(weights).reshape(x.shape())).sum();
  }

  private static Tensor loss(Tensor y, Tensor fresh, Tensor size) {
    return weighted(y, 5).add(weighted(fresh, 6)).add(weighted(size, 7));
  }

  @ParameterizedTest
  @MethodSource("org.skipconv.core.testing.Activations#all")
  void valuesAndGradientsAreThoseOfPyTorch(Activation function) {
    for (int threads : new int[] {1, 3}) {
      torch.set_num_threads(threads);
      check(function, masks());
      if (function.equals(Activation.NONE)) {
        check(function, null);
      }
    }
    torch.set_num_threads(1);
  }

  private static void check(Activation function, Tensor open) {
    boolean positive = function.equals(Activation.LOG) || function.equals(Activation.SQRT);
    Tensor any = random(1, 8, CHANNELS);
    Tensor z = positive ? any.abs().add(new Scalar(0.2)) : any;
    z.set_requires_grad(true);
    Tensor m = open == null ? torch.ones_like(random(2, 6, 1)) : open;
    m.set_requires_grad(true);
    Tensor[] all = CLIPS.each(z);
    Tensor[] masks = CLIPS.each(m);
    Tensor[] ys = new Tensor[all.length];
    Tensor[] changes = new Tensor[masks.length];
    Tensor held = all[0];
    ys[0] = DifferentiableOperations.activate(held, function);
    for (int t = 1; t < all.length; t++) {
      held = torch.lerp(held, all[t], masks[t - 1]);
      ys[t] = DifferentiableOperations.activate(held, function);
      Tensor change = ys[t].sub(ys[t - 1]).abs();
      changes[t - 1] = change.sum(new long[] {1}, true, new ScalarTypeOptional());
    }
    Tensor y = Clips.join(ys);
    Tensor fresh = Clips.join(changes);
    Tensor size = MapChange.size(ys[0]);
    loss(y, fresh, size).backward();

    Carried carried = new Carried(z.detach(), open == null ? null : open.detach(), CLIPS, function);
    Carried.Kept result = NoGrad.get(carried::forward);
    assertSame(result.y(), y);
    assertSame(result.change().fresh(), fresh);
    assertSame(result.change().size(), size);
    Tensor y2 = result.y().detach().set_requires_grad(true);
    Tensor fresh2 = result.change().fresh().detach().set_requires_grad(true);
    Tensor size2 = result.change().size().detach().set_requires_grad(true);
    loss(y2, fresh2, size2).backward();
    Carried.Gradients gradients =
        NoGrad.get(() -> carried.backward(y2.grad(), fresh2.grad(), size2.grad()));
    assertSame(gradients.z(), z.grad());
    if (open != null) {
      assertSame(gradients.open(), m.grad());
    }
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double off = actual.sub(expected).abs().max().item_double();
    assertThat(off).isCloseTo(0, within(1e-10 * (1 + expected.abs().max().item_double())));
  }
}

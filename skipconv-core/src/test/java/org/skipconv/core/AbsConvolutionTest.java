package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.NativeKernels;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;
import org.skipconv.core.internal.kernel.OpenBlasKernels;
import org.skipconv.core.internal.kernel.ReferenceKernels;

/** The convolution of |r| to one channel that sessions offer to gates. */
class AbsConvolutionTest {
  private static final float ELSEWHERE = -3.5f;
  private static final int HEIGHT = 37;
  private static final int WIDTH = 45;
  private static final int FRAMES = 5;

  static Stream<Arguments> kernelsAndThreads() {
    List<Kernels> all = new ArrayList<>(List.of(new ReferenceKernels(), new OpenBlasKernels()));
    try {
      for (Tier tier : Tier.values()) {
        if (tier.supported()) {
          all.add(new NativeKernels(tier));
        }
      }
    } catch (LinkageError e) {
      assertThat(KernelInfo.current().name()).isEqualTo("openblas");
    }
    return all.stream()
        .flatMap(each -> Stream.of(1, 2, 3).map(n -> Arguments.of(each.name(), each, n)));
  }

  /** Asks for two kernels in every frame, notes what it gets, and opens what the first says. */
  private static final class Asking implements Gate {
    final Map<String, float[]> values = new HashMap<>();
    final Map<String, Integer> counts = new HashMap<>();
    final Map<String, boolean[]> changed = new HashMap<>();
    private final Map<String, OneChannelKernel> kernels = new HashMap<>();

    OneChannelKernel kernel(String layer, String which, int channels, ConvSpec spec) {
      String key = layer + which;
      int[] shape = {1, channels, spec.kernelHeight(), spec.kernelWidth()};
      return kernels.computeIfAbsent(
          key, name -> OneChannelKernel.of(normal(new Random(name.hashCode()), shape)));
    }

    @Override
    public State open(GatedLayer layer) {
      String name = layer.name();
      int channels = layer.input().channels();
      OneChannelKernel first = kernel(name, ".first", channels, layer.spec());
      OneChannelKernel second = kernel(name, ".second", channels, layer.spec());
      return (residual, mask) -> {
        boolean[] any = new boolean[residual.height() * residual.width()];
        for (int i = 0; i < any.length; i++) {
          any[i] = residual.at(i / residual.width(), i % residual.width()) > 0;
        }
        changed.put(name, any);
        ask(residual, second, name + ".second");
        float[] logits = ask(residual, first, name + ".first");
        for (int i = 0; i < any.length; i++) {
          mask.set(i / residual.width(), i % residual.width(), logits[i] > 0.3f);
        }
        return 0;
      };
    }

    private float[] ask(Residual residual, OneChannelKernel kernel, String key) {
      float[] target = new float[residual.height() * residual.width()];
      counts.put(key, residual.absConvolution(kernel, ELSEWHERE, target));
      values.put(key, target);
      return target;
    }
  }

  static SkipNetwork network() {
    Random random = new Random(3);
    SkipNetwork.Builder builder = SkipNetwork.builder("three layers");
    Node image = builder.input(3, HEIGHT, WIDTH);
    ConvSpec halving = ConvSpec.of(3).withStride(2).withPadding(new Padding.Explicit(0, 1, 2, 1));
    Node first = builder.conv("first", image, halving, normal(random, 20, 3, 3, 3), null);
    Node relu = builder.activation(Activation.RELU, first);
    ConvSpec dilated =
        ConvSpec.of(3).withDilation(2).withPadding(Padding.symmetric(2)).withGroups(4);
    Node second = builder.conv("second", relu, dilated, normal(random, 8, 5, 3, 3), null);
    Node third = builder.conv("third", second, ConvSpec.of(1), normal(random, 5, 8, 1, 1), null);
    return builder
        .output("first", first)
        .output("relu", relu)
        .output("second", second)
        .output("third", third)
        .build();
  }

  static Tensor normal(Random random, int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian() / 4;
    }
    return Tensor.of(values, shape);
  }

  /** A patch of noise wanders over a still picture, of which one pixel brightens very slowly. */
  static Tensor frame(int f) {
    Random still = new Random(4);
    Random moving = new Random(5 + f);
    float[] values = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      int y = i / WIDTH % HEIGHT;
      int x = i % WIDTH;
      float ground = (float) still.nextGaussian();
      float patch = (float) moving.nextGaussian();
      float slow = y == 33 && x == 3 ? 1e-3f * f : 0;
      values[i] = Math.abs(y - 4 * f) <= 8 && Math.abs(x - 5 * f) <= 10 ? patch : ground + slow;
    }
    return Tensor.of(values, 1, 3, HEIGHT, WIDTH);
  }

  @ParameterizedTest(name = "{0}, {2} threads")
  @MethodSource("kernelsAndThreads")
  void isTheConvolutionOfTheResidualWhereSomethingChanged(
      String name, Kernels kernels, int threads) {
    SkipNetwork network = network();
    Asking gate = new Asking();
    SessionOptions options = rebase(gate).withThreads(threads);
    Map<String, float[]> before = new HashMap<>();
    try (VideoSession session = TestSessions.open(network, options, kernels)) {
      for (int f = 0; f < FRAMES; f++) {
        Tensor image = frame(f);
        FrameResult result = session.next(image);
        Map<String, float[]> now = new HashMap<>();
        now.put("input", image.values());
        network.outputs().keySet().forEach(each -> now.put(each, result.map(each).toArray()));
        assertThat(result.report().keyframe()).isEqualTo(f == 0);
        if (f > 0) {
          for (Node conv : network.convolutions()) {
            check(gate, conv, ".first", before, now);
            check(gate, conv, ".second", before, now);
          }
        }
        before = now;
      }
    }
  }

  private static void check(
      Asking gate, Node conv, String which, Map<String, float[]> before, Map<String, float[]> now) {
    String source = conv.input().name().equals("first.relu") ? "relu" : conv.input().name();
    float[] r = now.get(source).clone();
    for (int i = 0; i < r.length; i++) {
      r[i] = Math.abs(r[i] - before.get(source)[i]);
    }
    ConvSpec spec = conv.conv().spec();
    Tensor weight = gate.kernel(conv.name(), which, conv.input().shape().channels(), spec).weight();
    float[] got = gate.values.get(conv.name() + which);
    boolean[] changed = gate.changed.get(conv.name());
    int count = 0;
    for (int i = 0; i < changed.length; i++) {
      int y = i / conv.shape().width();
      int x = i % conv.shape().width();
      boolean any = windowSum(r, conv.input().shape(), spec, null, y, x) > 0;
      assertThat(changed[i]).as("%s at %d, %d", conv.name(), y, x).isEqualTo(any);
      double expected = any ? windowSum(r, conv.input().shape(), spec, weight, y, x) : ELSEWHERE;
      assertThat((double) got[i]).as("%s", conv.name()).isCloseTo(expected, within(1e-4));
      count += any ? 1 : 0;
    }
    assertThat(gate.counts.get(conv.name() + which)).isEqualTo(count);
    assertThat(count).as("changed pixels of %s", conv.name()).isBetween(1, changed.length - 1);
  }

  /** Sum over the window of |r| times the weight, or of |r| when the weight is null. */
  private static double windowSum(float[] r, Shape in, ConvSpec spec, Tensor weight, int y, int x) {
    Padding.Explicit padding = spec.paddingFor(in.height(), in.width());
    double sum = 0;
    int w = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < spec.kernelHeight(); ky++) {
        for (int kx = 0; kx < spec.kernelWidth(); kx++, w++) {
          int sy = y * spec.strideY() - padding.top() + ky * spec.dilationY();
          int sx = x * spec.strideX() - padding.left() + kx * spec.dilationX();
          if (sy >= 0 && sy < in.height() && sx >= 0 && sx < in.width()) {
            double factor = weight == null ? 1 : weight.get(w);
            sum += factor * r[(c * in.height() + sy) * in.width() + sx];
          }
        }
      }
    }
    return sum;
  }

  @Test
  void manyKernelsTakeNoMoreMemoryThanOne() {
    OneChannelKernel[] kernels = new OneChannelKernel[FRAMES];
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = OneChannelKernel.of(normal(new Random(i), 1, 3, 3, 3));
    }
    int[] frame = new int[1];
    Gate changing =
        layer ->
            (residual, mask) -> {
              float[] values = new float[residual.height() * residual.width()];
              residual.absConvolution(kernels[frame[0]++], 0, values);
              mask.setAll(true);
              return 0;
            };
    SessionOptions options =
        SessionOptions.perLayer(layer -> layer.name().equals("first") ? changing : Gate.ALL_OPEN)
            .withPolicy(ResidualPolicy.REBASE);
    try (VideoSession session = network().open(options)) {
      session.next(frame(0));
      session.next(frame(1));
      long bytes = session.memoryBytes();
      session.next(frame(2));
      session.next(frame(3));
      assertThat(frame[0]).isEqualTo(3);
      assertThat(session.memoryBytes()).isEqualTo(bytes);
    }
  }

  static SessionOptions rebase(Gate gate) {
    return SessionOptions.gates(gate)
        .withPolicy(ResidualPolicy.REBASE)
        .withKeyframes(KeyframePolicy.first().withoutCuts());
  }
}

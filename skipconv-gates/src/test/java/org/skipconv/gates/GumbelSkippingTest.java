package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/**
 * A learned gate in a session against equation 8 written out: every logit computed, every open
 * pixel added. Only a part of the picture changes, so most of that is left out in the session, and
 * must make no difference.
 */
class GumbelSkippingTest {
  private static final Shape IN = new Shape(5, 27, 37);
  private static final int OUT = 6;
  private static final int FRAMES = 6;

  static Stream<Arguments> cases() {
    ConvSpec same = ConvSpec.keepingSize(3);
    ConvSpec halving = ConvSpec.of(3).withStride(2).withPadding(new Padding.Explicit(0, 1, 1, 2));
    return Stream.of(same, halving)
        .flatMap(
            spec ->
                Stream.of(1, 2, 4, 8)
                    .flatMap(
                        block ->
                            Stream.of(-0.6f, 0.3f)
                                .flatMap(
                                    bias ->
                                        Stream.of(1, 2, 3)
                                            .map(n -> Arguments.of(spec, block, bias, n)))));
  }

  /** One layer and its gate, all in double precision, nothing left out. */
  private static final class Reference {
    private final ConvSpec spec;
    private final Tensor weight;
    private final GumbelGate gate;
    private final Shape out;
    private final double[] z;
    private float[] before;
    private boolean[] open;
    private boolean[] changed;

    Reference(ConvSpec spec, Tensor weight, GumbelGate gate, Shape out) {
      this.spec = spec;
      this.weight = weight;
      this.gate = gate;
      this.out = out;
      this.z = new double[Math.toIntExact(out.elements())];
    }

    void next(float[] frame) {
      double[] r = new double[frame.length];
      double[] size = new double[frame.length];
      for (int i = 0; i < r.length; i++) {
        r[i] = before == null ? frame[i] : frame[i] - before[i];
        size[i] = Math.abs(r[i]);
      }
      decide(size);
      for (int i = 0; i < z.length; i++) {
        int pixel = i % out.pixels();
        if (before == null || open[pixel]) {
          double change = convolution(r, weight, i / out.pixels(), pixel);
          if (!changed[pixel]) {
            assertThat(change).as("what is added where nothing changed").isZero();
          }
          z[i] += change;
        }
      }
      before = frame;
    }

    private void decide(double[] size) {
      open = new boolean[out.pixels()];
      changed = new boolean[out.pixels()];
      float[] one = new float[gate.weight().elements()];
      Arrays.fill(one, 1);
      Tensor ones = Tensor.of(one, gate.weight().shape());
      double[] logits = new double[out.pixels()];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = convolution(size, gate.weight(), 0, i) + gate.bias();
        changed[i] = convolution(size, ones, 0, i) > 0;
        assertThat(Math.abs(logits[i])).as("a logit too close to call").isGreaterThan(1e-5);
      }
      int b = gate.block();
      for (int i = 0; i < logits.length; i++) {
        for (int j = 0; j < logits.length; j++) {
          boolean together =
              i / out.width() / b == j / out.width() / b
                  && i % out.width() / b == j % out.width() / b;
          open[i] |= together && logits[j] >= 0;
        }
      }
    }

    private double convolution(double[] values, Tensor kernels, int channel, int pixel) {
      Padding.Explicit padding = spec.paddingFor(IN.height(), IN.width());
      int y = pixel / out.width() * spec.strideY() - padding.top();
      int x = pixel % out.width() * spec.strideX() - padding.left();
      double sum = 0;
      int w = channel * IN.channels() * spec.taps();
      for (int c = 0; c < IN.channels(); c++) {
        for (int ky = 0; ky < spec.kernelHeight(); ky++) {
          for (int kx = 0; kx < spec.kernelWidth(); kx++, w++) {
            boolean inside =
                y + ky >= 0 && y + ky < IN.height() && x + kx >= 0 && x + kx < IN.width();
            if (inside) {
              int at = (c * IN.height() + y + ky) * IN.width() + x + kx;
              sum += kernels.get(w) * values[at];
            }
          }
        }
      }
      return sum;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsNotComputedMakesNoDifference(ConvSpec spec, int block, float bias, int threads) {
    Tensor weight = GumbelGatesTest.normal(5, OUT, IN.channels(), 3, 3);
    SkipNetwork.Builder builder = SkipNetwork.builder("one layer");
    Node input = builder.input(IN.channels(), IN.height(), IN.width());
    Node conv = builder.conv("conv", input, spec, weight, null);
    SkipNetwork network = builder.output("out", conv).build();
    GumbelGate gate = GumbelGate.of(GumbelGatesTest.normal(6, 1, IN.channels(), 3, 3), bias, block);
    Reference reference = new Reference(spec, weight, gate, conv.shape());
    SessionOptions options =
        SessionOptions.gates(gate)
            .withPolicy(ResidualPolicy.REBASE)
            .withKeyframes(KeyframePolicy.first().withoutCuts())
            .withThreads(threads);
    boolean leftOut = false;
    boolean closed = false;
    try (VideoSession session = network.open(options)) {
      for (int f = 0; f < FRAMES; f++) {
        float[] frame = frame(f);
        Tensor image = Tensor.of(frame, 1, IN.channels(), IN.height(), IN.width());
        FrameResult result = session.next(image);
        reference.next(frame);
        if (f > 0) {
          long evaluated = count(reference.changed);
          assertThat(result.report().macs().gating())
              .isEqualTo(evaluated * IN.channels() * spec.taps())
              .isLessThan(GumbelGate.publishedMacs(conv));
          leftOut |= assertMask(reference, result);
          closed |= evaluated > result.mask("conv").count();
        }
        assertOutput(reference, result);
      }
    }
    assertThat(leftOut).as("open pixels without a change").isEqualTo(bias > 0 || block > 1);
    assertThat(closed).as("changed pixels that were closed").isEqualTo(bias < 0 || block == 1);
  }

  /** Compares the mask; true when the gate opened a pixel that was not computed. */
  private static boolean assertMask(Reference reference, FrameResult result) {
    boolean leftOut = false;
    for (int i = 0; i < reference.open.length; i++) {
      int y = i / reference.out.width();
      int x = i % reference.out.width();
      assertThat(result.mask("conv").isOpen(y, x))
          .as("pixel %d, %d", y, x)
          .isEqualTo(reference.open[i] && reference.changed[i]);
      leftOut |= reference.open[i] && !reference.changed[i];
    }
    return leftOut;
  }

  private static void assertOutput(Reference reference, FrameResult result) {
    float[] values = result.map("out").toArray();
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).isCloseTo(reference.z[i], within(3e-5));
    }
  }

  private static int count(boolean[] cells) {
    int count = 0;
    for (boolean cell : cells) {
      count += cell ? 1 : 0;
    }
    return count;
  }

  /** A patch of noise wanders over a still picture; in one corner there is a fainter one. */
  private static float[] frame(int f) {
    Random still = new Random(4);
    Random moving = new Random(50 + f);
    float[] values = new float[Math.toIntExact(IN.elements())];
    for (int i = 0; i < values.length; i++) {
      int y = i / IN.width() % IN.height();
      int x = i % IN.width();
      float ground = (float) still.nextGaussian();
      float patch = (float) moving.nextGaussian();
      boolean inPatch = Math.abs(y - 2 - 3 * f) <= 4 && Math.abs(x - 5 - 4 * f) <= 5;
      boolean faint = y >= 20 && x <= 12;
      values[i] = ground + (inPatch ? 0.2f * patch : faint ? 0.01f * patch : 0);
    }
    return values;
  }
}

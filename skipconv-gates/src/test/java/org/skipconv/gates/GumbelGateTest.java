package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Node;
import org.skipconv.core.OneChannelKernel;
import org.skipconv.core.Residual;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;

/** The decision of a learned gate, given the convolution. */
class GumbelGateTest {
  private static final int HEIGHT = 11;
  private static final int WIDTH = 13;
  private static final int CHANNELS = 4;

  /** Gives made-up sums at the pixels that saw a change. */
  private static final class Sums implements Residual {
    private final float[] sums;
    private final boolean[] changed;

    Sums(float[] sums, boolean[] changed) {
      this.sums = sums;
      this.changed = changed;
    }

    @Override
    public int height() {
      return HEIGHT;
    }

    @Override
    public int width() {
      return WIDTH;
    }

    @Override
    public float at(int y, int x) {
      return changed[y * WIDTH + x] ? 1 : 0;
    }

    @Override
    public void openAbove(float threshold, GateMask mask) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int absConvolution(OneChannelKernel kernel, float elsewhere, float[] values) {
      int count = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = changed[i] ? sums[i] : elsewhere;
        count += changed[i] ? 1 : 0;
      }
      return count;
    }
  }

  private static Sums random(long seed) {
    Random random = new Random(seed);
    float[] sums = new float[HEIGHT * WIDTH];
    boolean[] changed = new boolean[sums.length];
    for (int i = 0; i < sums.length; i++) {
      // Steps of 1/4 hit the threshold exactly now and then.
      sums[i] = (random.nextInt(21) - 17) * 0.25f;
      changed[i] = random.nextInt(3) > 0;
    }
    return new Sums(sums, changed);
  }

  private static Tensor weight(int... shape) {
    float[] values = new float[shape[0] * shape[1] * shape[2] * shape[3]];
    values[0] = 1;
    return Tensor.of(values, shape);
  }

  private static GatedLayer layer(ResidualPolicy policy) {
    return new GatedLayer(
        "layer",
        ConvSpec.keepingSize(3),
        new Shape(CHANNELS, HEIGHT, WIDTH),
        new Shape(8, HEIGHT, WIDTH),
        0.1,
        policy);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void aBlockIsOpenWhereItsLargestLogitIsAtLeast0(int block) {
    for (float bias : new float[] {-0.75f, -0.5f, 0, 0.25f}) {
      GumbelGate gate = GumbelGate.of(weight(1, CHANNELS, 3, 3), bias, block);
      Gate.State state = gate.open(layer(ResidualPolicy.REBASE));
      GateMask mask = new GateMask(HEIGHT, WIDTH);
      for (int frame = 0; frame < 5; frame++) {
        Sums residual = random(frame);
        long macs = state.decide(residual, mask);
        long changed = 0;
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
          changed += residual.changed[i] ? 1 : 0;
          boolean open = largestLogit(residual, bias, block, i / WIDTH, i % WIDTH) >= 0;
          assertThat(mask.isOpen(i / WIDTH, i % WIDTH)).isEqualTo(open);
        }
        assertThat(macs).isEqualTo(changed * CHANNELS * 9);
      }
    }
  }

  private static double largestLogit(Sums residual, float bias, int block, int y, int x) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int by = y / block * block; by < Math.min(y / block * block + block, HEIGHT); by++) {
      for (int bx = x / block * block; bx < Math.min(x / block * block + block, WIDTH); bx++) {
        int i = by * WIDTH + bx;
        largest = Math.max(largest, (residual.changed[i] ? residual.sums[i] : 0) + (double) bias);
      }
    }
    return largest;
  }

  @Test
  void whatIsNotANumberOpens() {
    Sums residual = random(1);
    residual.sums[0] = Float.NaN;
    residual.changed[0] = true;
    GateMask mask = new GateMask(HEIGHT, WIDTH);
    GumbelGate gate = GumbelGate.of(weight(1, CHANNELS, 3, 3), -100, 1);
    gate.open(layer(ResidualPolicy.REBASE)).decide(residual, mask);
    assertThat(mask.isOpen(0, 0)).isTrue();
    assertThat(mask.count()).isEqualTo(1);
  }

  @Test
  void refusesALayerThatItCannotServeWhenTheSessionOpens() {
    GumbelGate gate = GumbelGate.of(weight(1, CHANNELS, 3, 3), 0, 2);
    assertThatThrownBy(() -> gate.open(layer(ResidualPolicy.CARRY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer layer")
        .hasMessageContaining("needs ResidualPolicy.REBASE, but the session's policy is CARRY");
    GumbelGate other = GumbelGate.of(weight(1, CHANNELS + 1, 3, 3), 0, 2);
    assertThatThrownBy(() -> other.open(layer(ResidualPolicy.REBASE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer layer")
        .hasMessageContaining("needs a kernel [1, 4, 3, 3], but this one is Tensor[1, 5, 3, 3]");
    SkipNetwork network = GatesInSessionsTest.network();
    assertThatThrownBy(() -> network.open(SessionOptions.gates(gate)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer first")
        .hasMessageContaining("CARRY");
  }

  @Test
  void refusesParametersThatAreNone() {
    Tensor weight = weight(1, CHANNELS, 3, 3);
    for (int block : new int[] {0, 3, 16, -1}) {
      assertThatThrownBy(() -> GumbelGate.of(weight, 0, block))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1, 2, 4 or 8, but is " + block);
    }
    assertThatThrownBy(() -> GumbelGate.of(weight, Float.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bias");
    assertThatThrownBy(() -> GumbelGate.of(weight(2, CHANNELS, 3, 3), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tensor[2, 4, 3, 3]");
  }

  @Test
  void thePaperCountsALogitForEveryOutputPixel() {
    SkipNetwork network = GatesInSessionsTest.network();
    // 3 channels on 21 x 27, then 8 channels of which the output has half the size.
    assertThat(network.convolutions().stream().map(GumbelGate::publishedMacs))
        .containsExactly(21 * 27 * 3 * 9L, 11 * 14 * 8 * 9L, 11 * 14 * 8 * 9L);
    Node input = network.nodes().get(0);
    assertThatThrownBy(() -> GumbelGate.publishedMacs(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no convolution");
  }
}

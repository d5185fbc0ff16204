package org.skipconv.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.LayerReport;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** Gates at work in a small network over a video. */
class GatesInSessionsTest {
  private static final int HEIGHT = 21;
  private static final int WIDTH = 27;

  static SkipNetwork network() {
    return network("small");
  }

  static SkipNetwork network(String name) {
    Random random = new Random(11);
    SkipNetwork.Builder builder = SkipNetwork.builder(name);
    Node node = builder.input(3, HEIGHT, WIDTH);
    node = builder.conv("first", node, ConvSpec.keepingSize(3), weight(random, 8, 3), null);
    node = builder.activation(Activation.RELU, node);
    ConvSpec halving = ConvSpec.of(3).withStride(2).withPadding(Padding.symmetric(1));
    node = builder.conv("second", node, halving, weight(random, 8, 8), null);
    node = builder.activation(Activation.RELU, node);
    node = builder.conv("third", node, ConvSpec.keepingSize(3), weight(random, 8, 8), null);
    return builder.output("out", node).build();
  }

  private static Tensor weight(Random random, int out, int in) {
    float[] values = new float[out * in * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 6;
    }
    return Tensor.of(values, out, in, 3, 3);
  }

  /** A bright square over a still ground. */
  static Tensor frame(int top, int left) {
    Random random = new Random(5);
    float[] values = new float[3 * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      int y = i / WIDTH % HEIGHT;
      int x = i % WIDTH;
      boolean square = y >= top && y < top + 6 && x >= left && x < left + 6;
      values[i] = (float) random.nextGaussian() + (square ? 3 : 0);
    }
    return Tensor.of(values, 1, 3, HEIGHT, WIDTH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void blocksWithoutAThresholdGiveTheDenseBits(int size) {
    SessionOptions options =
        SessionOptions.gates(BlockGate.of(NormGate.input(0), size))
            .withKeyframes(KeyframePolicy.first().withoutCuts())
            .withInputThreshold(0);
    SkipNetwork network = network();
    try (VideoSession skip = network.open(options);
        VideoSession dense = network.open(SessionOptions.dense())) {
      for (int step = 0; step < 6; step++) {
        Tensor frame = frame(2 * step, 3 * step);
        FrameResult expected = dense.next(frame);
        FrameResult result = skip.next(frame);
        assertThat(result.map("out").toArray()).isEqualTo(expected.map("out").toArray());
        assertThat(result.report().savedShare() > 0).isEqualTo(step > 0);
      }
    }
  }

  @Test
  void aBudgetIsNeverExceededAndCatchesUp() {
    SkipNetwork network = network();
    BudgetGate gate = BudgetGate.of(NormGate.input(0), 0.1);
    try (VideoSession skip =
            network.open(
                SessionOptions.gates(gate)
                    .withKeyframes(KeyframePolicy.first().withoutCuts())
                    .withInputThreshold(0));
        VideoSession dense = network.open(SessionOptions.dense())) {
      skip.next(frame(0, 0));
      FrameResult result = null;
      for (int step = 1; step < 6; step++) {
        result = skip.next(frame(2 * step, 3 * step));
        assertWithin(0.1, result);
      }
      float[] expected = dense.next(frame(10, 15)).map("out").toArray();
      assertThat(result.map("out").toArray()).isNotEqualTo(expected);
      for (int still = 0; still < 30; still++) {
        result = skip.next(frame(10, 15));
        assertWithin(0.1, result);
      }
      assertThat(result.map("out").toArray()).isEqualTo(expected);
      assertThat(skip.next(frame(10, 15)).report().macs().spent()).isZero();
    }
  }

  private static void assertWithin(double share, FrameResult result) {
    for (LayerReport layer : result.report().layers()) {
      assertThat(layer.openPixels())
          .as("open pixels of %s", layer.name())
          .isLessThanOrEqualTo((int) (share * layer.pixels()));
    }
  }
}

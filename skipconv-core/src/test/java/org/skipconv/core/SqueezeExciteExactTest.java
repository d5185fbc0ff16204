package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Squeeze-excite makes every pixel depend on every other, and its channel sums are kept from frame
 * to frame: an error in them would never go away.
 */
class SqueezeExciteExactTest {
  private static final int FRAMES = 5000;
  private static final int CHANNELS = 12;
  private static final int HEIGHT = 21;
  private static final int WIDTH = 18;

  private final Random random = new Random(17);
  private final float[] pixels = new float[3 * HEIGHT * WIDTH];

  @Test
  void exactModeGivesTheBitsOfTheDensePathHoweverLongTheVideo() {
    SkipNetwork network = network();
    SessionOptions exactWithoutCuts =
        SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());
    int still = 0;
    try (VideoSession dense = network.open(SessionOptions.dense());
        VideoSession exact = network.open(exactWithoutCuts)) {
      for (int frame = 0; frame < FRAMES; frame++) {
        change(frame);
        Tensor image = Tensor.of(pixels, 3, HEIGHT, WIDTH);
        FrameResult result = exact.next(image);
        assertSameBits(frame, result, dense.next(image));
        assertThat(result.report().keyframe()).isEqualTo(frame == 0);
        still += result.report().macs().spent() == 0 ? 1 : 0;
      }
    }
    assertThat(still).as("frames without a change").isBetween(FRAMES / 10, FRAMES / 3);
  }

  private static void assertSameBits(int frame, FrameResult actual, FrameResult expected) {
    for (String output : new String[] {"squeezed", "out"}) {
      FloatBuffer bits = FloatBuffer.wrap(actual.map(output).toArray());
      assertThat(bits.mismatch(FloatBuffer.wrap(expected.map(output).toArray())))
          .as("first value of " + output + " in frame " + frame + " that differs")
          .isEqualTo(-1);
    }
  }

  /** Nothing, a pixel, a rectangle or everything, small and large, back to 0 now and then. */
  private void change(int frame) {
    int kind = frame == 0 ? 9 : random.nextInt(10);
    if (kind < 2) {
      return;
    }
    int height = kind < 4 ? 1 : kind < 9 ? 1 + random.nextInt(6) : HEIGHT;
    int width = kind < 4 ? 1 : kind < 9 ? 1 + random.nextInt(6) : WIDTH;
    int top = random.nextInt(HEIGHT - height + 1);
    int left = random.nextInt(WIDTH - width + 1);
    float size = (float) Math.pow(10, random.nextInt(5) - 3);
    for (int c = 0; c < 3; c++) {
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          float value = (float) random.nextGaussian() * size;
          pixels[(c * HEIGHT + y) * WIDTH + x] = frame % 50 == 49 ? 0 : value;
        }
      }
    }
  }

  /** A block of EfficientNet: depthwise, squeeze-excite, projection, and a second one after it. */
  private SkipNetwork network() {
    SkipNetwork.Builder b = SkipNetwork.builder("squeezed");
    Node image = b.input(3, HEIGHT, WIDTH);
    ConvSpec stride2 = ConvSpec.of(3).withStride(2).withPadding(Padding.same());
    Node x = silu(b, conv(b, "stem", image, stride2, CHANNELS, 3));
    Node squeezed = squeeze(b, "se1", silu(b, depthwise(b, "dw1", x)));
    Node y = conv(b, "project", squeezed, ConvSpec.of(1), CHANNELS, CHANNELS);
    Node sum = b.add("sum", y, x);
    Node out = squeeze(b, "se2", silu(b, depthwise(b, "dw2", sum)));
    return b.output("squeezed", squeezed).output("out", out).build();
  }

  private static Node silu(SkipNetwork.Builder b, Node x) {
    return b.activation(Activation.SILU, x);
  }

  private Node conv(SkipNetwork.Builder b, String name, Node x, ConvSpec spec, int out, int in) {
    Tensor weight = tensor(out, in, spec.kernelHeight(), spec.kernelWidth());
    return b.conv(name, x, spec, weight, tensor(out));
  }

  private Node depthwise(SkipNetwork.Builder b, String name, Node x) {
    ConvSpec spec = ConvSpec.keepingSize(3).withGroups(CHANNELS);
    return b.conv(name, x, spec, tensor(CHANNELS, 1, 3, 3), tensor(CHANNELS));
  }

  private Node squeeze(SkipNetwork.Builder b, String name, Node x) {
    return b.squeezeExcite(
        name,
        x,
        tensor(4, CHANNELS, 1, 1),
        tensor(4),
        tensor(CHANNELS, 4, 1, 1),
        tensor(CHANNELS),
        Activation.SILU);
  }

  private Tensor tensor(int... shape) {
    int elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    return Tensor.of(values, shape);
  }
}

package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.testing.Pixels;
import org.skipconv.core.testing.RandomTensors;

/**
 * A product with factors of the channels is not kept where a projection can multiply while it
 * reads. It is kept when it is an output of the network: two networks that differ in nothing else.
 */
class FoldedProductsTest {
  private static final int HEIGHT = 33;
  private static final int WIDTH = 30;
  private static final int CHANNELS = 40;

  /** A block of EfficientNet, whose product is an output or not. */
  private static SkipNetwork block(boolean kept) {
    Random random = new Random(5);
    SkipNetwork.Builder b = SkipNetwork.builder("block");
    Node x = b.input(CHANNELS, HEIGHT, WIDTH);
    Node wide =
        b.conv(
            "depthwise",
            x,
            ConvSpec.keepingSize(3).withGroups(CHANNELS),
            RandomTensors.kernels(random, CHANNELS, 1, 3, 3),
            RandomTensors.normal(random, 1, CHANNELS));
    Node product =
        b.squeezeExcite(
            "squeeze",
            b.activation(Activation.SILU, wide),
            RandomTensors.kernels(random, 4, CHANNELS, 1, 1),
            RandomTensors.normal(random, 1, 4),
            RandomTensors.kernels(random, CHANNELS, 4, 1, 1),
            RandomTensors.normal(random, 1, CHANNELS),
            Activation.SILU);
    Node out =
        b.conv(
            "project",
            product,
            ConvSpec.of(1),
            RandomTensors.kernels(random, 24, CHANNELS, 1, 1),
            RandomTensors.normal(random, 1, 24));
    return (kept ? b.output("product", product) : b).output("out", out).build();
  }

  /** Frames in each of which a rectangle moves, or everything a little. */
  private static List<Tensor> video() {
    Random random = new Random(8);
    Tensor frame = RandomTensors.normal(random, 1, 1, CHANNELS, HEIGHT, WIDTH);
    List<Tensor> frames = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      float[] values = frame.values().clone();
      int top = random.nextInt(HEIGHT - 5);
      for (int j = 0; j < values.length; j++) {
        int y = j / WIDTH % HEIGHT;
        boolean moves = i % 6 == 5 || (y >= top && y < top + 5 && j % WIDTH < 7);
        values[j] += moves ? (float) random.nextGaussian() * (i % 6 == 5 ? 0.1f : 1) : 0;
      }
      frame = Tensor.of(values, frame.shape());
      frames.add(frame);
    }
    return frames;
  }

  private static void requireNarrow(Precision precision) {
    String name = KernelInfo.current().name();
    boolean isNative = !name.equals("openblas") && !name.equals("java");
    assumeTrue(precision != Precision.BFLOAT16 || isNative, "there are no native kernels");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO"})
  void bitsAreThoseOfAProductThatIsKept(Precision precision) {
    requireNarrow(precision);
    SessionOptions options =
        SessionOptions.exact()
            .withPrecision(precision)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession kept = block(true).open(options);
        VideoSession folded = block(false).open(options)) {
      for (Tensor frame : video()) {
        float[] expected = kept.next(frame).map("out").toArray();
        assertThat(folded.next(frame).map("out").toArray()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO"})
  void aStreamHoldsNoMapOfIt(Precision precision) {
    requireNarrow(precision);
    SessionOptions options = SessionOptions.exact().withPrecision(precision);
    try (VideoSession kept = block(true).open(options);
        VideoSession folded = block(false).open(options)) {
      int bytes = precision == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
      long map = (long) HEIGHT * WIDTH * 48 * bytes;
      assertThat(kept.memoryBytes() - folded.memoryBytes()).isBetween(map * 8 / 10, map);
    }
  }

  @ParameterizedTest
  @EnumSource(ResidualPolicy.class)
  void thresholdsDecideAsIfItWereKept(ResidualPolicy policy) {
    SessionOptions options =
        SessionOptions.gates(TestGates.above(3, 0))
            .withPolicy(policy)
            .withHoldThreshold(0.02f)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession kept = block(true).open(options);
        VideoSession folded = block(false).open(options)) {
      int skipped = 0;
      for (Tensor frame : video()) {
        FrameResult a = kept.next(frame);
        FrameResult b = folded.next(frame);
        long spent = b.report().macs().spent();
        // Where factors are taken over, a pixel's change may be found larger than it is.
        long expected = a.report().macs().spent();
        assertThat(spent).isBetween(expected * 99 / 100, expected * 11 / 10);
        skipped += spent < b.report().macs().dense() / 2 ? 1 : 0;
      }
      assertThat(skipped).isGreaterThan(12);
    }
  }

  /** {@code out = sum over channels of x * mean of x}, x being a depthwise convolution. */
  private static SkipNetwork means() {
    SkipNetwork.Builder b = SkipNetwork.builder("means");
    Node x = b.input(2, 1, 4);
    Tensor ones = Tensor.of(new float[] {1, 1}, 2, 1, 1, 1);
    Node wide = b.conv("wide", x, ConvSpec.of(1).withGroups(2), ones, Tensor.of(new float[2], 2));
    Node product = b.multiply("product", wide, b.mean("mean", wide));
    return b.output("out", Pixels.point(b, "project", product, 1, 1)).build();
  }

  /** Residual that the projection's gate sees. */
  private static float[] changes(float holdThreshold, Tensor... frames) {
    float[] seen = new float[4];
    Gate watching =
        TestGates.watching(
            (layer, residual) -> {
              for (int x = 0; layer.name().equals("project") && x < 4; x++) {
                seen[x] = residual.at(0, x);
              }
            });
    SessionOptions options =
        SessionOptions.gates(watching)
            .withHoldThreshold(holdThreshold)
            .withInputThreshold(0)
            .withKeyframes(KeyframePolicy.first().withoutCuts());
    try (VideoSession session = means().open(options)) {
      for (Tensor frame : frames) {
        session.next(frame);
      }
    }
    return seen;
  }

  @Test
  void changeOfAProductWhoseFactorsAreHeldIsItsOwn() {
    Tensor before = Pixels.channels(new float[] {1, 1, 1, 1}, new float[] {2, 2, 2, 2});
    Tensor after = Pixels.channels(new float[] {1, 1, 1, 3}, new float[] {2, 2, 4, 2});
    // Channels change by 2 each, and are held to be multiplied by 1 and 2.
    assertThat(changes(1, before, after)).containsExactly(0, 0, 4, 2);
  }

  @Test
  void changeOfTheFactorsIsAddedWhenTheyAreTakenOver() {
    Tensor before = Pixels.channels(new float[] {1, 1, 1, 1}, new float[] {2, 2, 2, 2});
    Tensor after = Pixels.channels(new float[] {1, 1, 1, 3}, new float[] {2, 2, 4, 2});
    // Means go from 1 to 1.5 and from 2 to 2.5: half of what each channel is now.
    assertThat(changes(0, before, after)).containsExactly(1.5f, 1.5f, 4 + 2.5f, 2 + 2.5f);
  }
}

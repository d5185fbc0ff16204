package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.Padding;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;

/** Maps so large that keyframes are computed in stripes; other frames never are. */
class StripesTest {
  private final Random random = new Random(5);
  private final SkipNetwork.Builder builder = SkipNetwork.builder("large");

  private Node conv(String name, Node in, int channels, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation + 1;
    ConvSpec spec =
        ConvSpec.of(kernel)
            .withStride(stride)
            .withDilation(dilation)
            .withPadding(Padding.symmetric(reach / 2));
    int inputs = in.shape().channels();
    return builder.conv(name, in, spec, weight(channels, inputs, kernel), null);
  }

  private Node depthwise(String name, Node in, int kernel, int stride) {
    int channels = in.shape().channels();
    ConvSpec spec =
        ConvSpec.of(kernel).withStride(stride).withGroups(channels).withPadding(Padding.same());
    return builder.conv(name, in, spec, weight(channels, 1, kernel), null);
  }

  private Tensor weight(int out, int in, int kernel) {
    float[] values = new float[out * in * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in * kernel * kernel));
    }
    return Tensor.of(values, out, in, kernel, kernel);
  }

  /** Every kind of step after a map of more than a megabyte. */
  private SkipNetwork network() {
    Node in = builder.input(3, 151, 143);
    Node stem = builder.activation(Activation.SILU, conv("stem", in, 24, 3, 1, 1));
    Node wide = conv("wide", stem, 32, 1, 1, 1);
    Node depthwise = builder.activation(Activation.SILU, depthwise("depthwise", wide, 5, 1));
    Node excited =
        builder.squeezeExcite(
            "excited",
            depthwise,
            weight(8, 32, 1),
            Tensor.of(new float[8], 8),
            weight(32, 8, 1),
            Tensor.of(new float[32], 32),
            Activation.SILU);
    Node project = conv("project", excited, 24, 1, 1, 1);
    Node sum = builder.add("sum", project, stem);
    Node dilated = conv("dilated", sum, 32, 3, 1, 3);
    Node strided = depthwise("strided", dilated, 3, 2);
    Node pooled =
        builder.maxPool(
            "pooled", dilated, ConvSpec.of(3).withStride(2).withPadding(Padding.same()));
    Node coarse = builder.add("coarse", strided, pooled);
    Node fine = builder.bilinear("fine", coarse, 151, 143);
    Node again = conv("again", fine, 8, 3, 1, 1);
    return builder.output("again", again).output("sum", sum).output("coarse", coarse).build();
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aKeyframeHasTheBitsOfAFrameComputedStepByStep(int threads) {
    SkipNetwork network = network();
    SessionOptions exact =
        SessionOptions.exact().withKeyframes(new KeyframePolicy(0, false)).withThreads(threads);
    try (VideoSession stripes = network.open(SessionOptions.dense().withThreads(threads));
        VideoSession steps = network.open(exact)) {
      for (int frame = 0; frame < 3; frame++) {
        Tensor picture = Tensor.of(noise(3 * 151 * 143), 1, 3, 151, 143);
        FrameResult expected = steps.next(picture);
        FrameResult got = stripes.next(picture);
        assertThat(expected.report().keyframe()).isEqualTo(frame == 0);
        for (String output : network.outputs().keySet()) {
          assertThat(got.map(output).toArray())
              .as("%s of frame %d", output, frame)
              .isEqualTo(expected.map(output).toArray());
        }
      }
    }
  }

  private float[] noise(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}

package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.TestKernels;

class PackedNetworkTest {
  /** Plain loops read the weights as they are. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFERENCE", "REFERENCE_BFLOAT16", "JAVA"})
  void layersShareTheirPackedWeightsButNotScaleAndBias(TestKernels kernels) {
    SkipNetwork network = Networks.heads();
    PackedNetwork packed = new PackedNetwork(network, kernels.require());
    PackedConv a = get(network, packed, "headA");
    PackedConv b = get(network, packed, "headB");
    assertThat(a.weights()).isNotNull().isSameAs(b.weights());
    assertThat(a.conv()).isNotSameAs(b.conv());
    assertThat(get(network, packed, "a").weights()).isNotSameAs(a.weights());
    if (a.bias() != null) {
      assertThat(a.bias()).isNotSameAs(b.bias());
      assertThat(a.scale()).isNotSameAs(b.scale());
    }
  }

  @Test
  void streamsShareOneCopyOfTheWeights() {
    int channels = 512;
    SkipNetwork.Builder builder = SkipNetwork.builder("squeezed");
    Node input = builder.input(channels, 2, 2);
    Node excited =
        builder.squeezeExcite(
            "excited",
            input,
            zeros(channels, channels, 1, 1),
            zeros(channels),
            zeros(channels, channels, 1, 1),
            zeros(channels),
            Activation.SILU);
    Node conv =
        builder.conv("conv", excited, ConvSpec.of(1), zeros(channels, channels, 1, 1), null);
    SkipNetwork network = builder.output("out", conv).build();
    long weights = 3L * Float.BYTES * channels * channels;
    try (VideoSession first = network.open(SessionOptions.exact());
        VideoSession second = network.open(SessionOptions.exact())) {
      assertThat(first.memoryBytes()).isLessThan(weights / 4);
      assertThat(second.memoryBytes()).isEqualTo(first.memoryBytes());
    }
  }

  private static Tensor zeros(int... shape) {
    return Tensor.of(new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
  }

  private static PackedConv get(SkipNetwork network, PackedNetwork packed, String name) {
    for (Node node : network.convolutions()) {
      if (node.name().equals(name)) {
        return packed.get(node);
      }
    }
    throw new AssertionError(name);
  }
}

package org.skipconv.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.internal.kernel.PackedConv;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.TestKernels;

class PackedNetworkTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWIN")
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

  private static PackedConv get(SkipNetwork network, PackedNetwork packed, String name) {
    for (Node node : network.convolutions()) {
      if (node.name().equals(name)) {
        return packed.get(node);
      }
    }
    throw new AssertionError(name);
  }
}

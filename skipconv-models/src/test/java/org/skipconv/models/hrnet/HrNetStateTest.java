package org.skipconv.models.hrnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Conv;
import org.skipconv.models.weights.Weights;

class HrNetStateTest {

  @Test
  void stateDictBuildsTheSameNetwork() {
    HrNet model = HrNet.w18SmallV1(64, 32);
    SkipNetwork network = model.seeded(3);
    SkipNetwork again = model.build(Weights.of(HrNet.stateDict(network)));
    assertThat(again.nodes()).hasSameSizeAs(network.nodes());
    for (int i = 0; i < network.convolutions().size(); i++) {
      Conv a = network.convolutions().get(i).conv();
      Conv b = again.convolutions().get(i).conv();
      assertThat(b.weight()).isSameAs(a.weight());
      assertThat(b.bias().values()).containsExactly(a.bias().values(), within(1e-6f));
      if (a.scale() != null) {
        assertThat(b.scale().values()).containsExactly(a.scale().values(), within(1e-4f));
      }
    }
  }
}

package org.skipconv.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.TestData;

class GoldenGeneratorTest {

  @Test
  void theFormulaGivesThePublishedNumbers() {
    assertThat(GoldenGenerator.u(0, 0)).isEqualTo(-0.14417552947998047);
    assertThat(GoldenGenerator.u(0, 3)).isEqualTo(0.700232744216919);
    assertThat(GoldenGenerator.u(5, 1)).isEqualTo(0.6938997507095337);
    assertThat(GoldenGenerator.u(999_999, 2)).isEqualTo(0.23911499977111816);
    assertThat(GoldenGenerator.input(2)[1]).isEqualTo(-0.6019871f);
  }

  @Test
  void theFirstWeightsOfHrNet() throws IOException {
    Weights weights =
        GoldenGenerator.weights(
            TestData.require("golden/keys_hrnet_w32.tsv"), GoldenGenerator.HRNET_GAIN);
    assertThat(weights.names()).hasSize(1462);
    assertThat(weights.tensor("conv1.weight", 64, 3, 3, 3).values())
        .startsWith(-0.04805851f, -0.07285043f, -0.024792632f);
  }
}

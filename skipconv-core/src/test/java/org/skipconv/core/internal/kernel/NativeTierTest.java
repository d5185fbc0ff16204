package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.testing.RandomTensors;
import org.skipconv.core.testing.TestKernels;

/** That a tier of the native kernels is the one its name says. */
class NativeTierTest {

  /**
   * Registers and blocks differ from tier to tier, and weights packed for one are wrong for others.
   */
  @ParameterizedTest
  @CsvSource({"PORTABLE, 0, 4, 2", "AVX2, 1, 8, 2", "AVX512, 2, 16, 4", "NEON, 3, 4, 4"})
  void theNamedTierRuns(TestKernels which, int code, int lanes, int vectors) {
    Kernels kernels = which.require();
    assertThat(kernels).isInstanceOf(NativeKernels.class);
    assertThat(NativeBinding.lanes(code)).isEqualTo(lanes);
    assertThat(NativeBinding.blockVectors(code)).isEqualTo(vectors);
    int channels = 2 * lanes * vectors + 1;
    Conv conv =
        new Conv(
            ConvSpec.of(1),
            RandomTensors.normal(new Random(1), 1, channels, 3, 1, 1),
            null,
            RandomTensors.normal(new Random(2), 1, channels));
    assertThat(kernels.pack(conv, 3, null).parts()).isEqualTo(3);
    assertThat(kernels.pack(conv, 3, null).half()).isFalse();
    Arrays.fill(conv.weight().values(), 0.375f);
    assertThat(kernels.pack(conv, 3, null).half()).isEqualTo(code > 0);
  }

  @Test
  void aTierThatIsNotThereIsRefused() {
    for (NativeKernels.Tier tier : NativeKernels.Tier.values()) {
      TestKernels which = TestKernels.valueOf(tier.name());
      boolean there;
      try {
        there = tier.supported();
      } catch (LinkageError e) {
        continue;
      }
      if (there) {
        assertThat(new NativeKernels(tier).name()).isEqualTo(which.id());
      } else {
        assertThatThrownBy(() -> new NativeKernels(tier))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(tier.id());
      }
    }
  }
}

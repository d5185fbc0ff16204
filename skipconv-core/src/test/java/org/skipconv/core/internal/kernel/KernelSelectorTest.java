package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;

class KernelSelectorTest {

  /** The fastest tier up to a cap that this machine has; openblas where it has none. */
  private static String fastest(Tier cap) {
    String fastest = "openblas";
    for (Tier tier : Tier.values()) {
      try {
        fastest = tier.compareTo(cap) <= 0 && tier.supported() ? tier.id() : fastest;
      } catch (LinkageError e) {
        return "openblas";
      }
    }
    return fastest;
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void theCapCaps(Tier cap) {
    for (String name : new String[] {cap.id(), cap.id().toUpperCase(Locale.ROOT)}) {
      KernelSelector.Selected info = KernelSelector.select(name, null);
      assertThat(info.kernels().name()).isEqualTo(fastest(cap));
      if (info.kernels().name().equals(cap.id())) {
        assertThat(info.reason()).contains(KernelSelector.CAP);
      }
      for (Tier tier : Tier.values()) {
        if (tier.compareTo(cap) > 0) {
          assertThat(info.rejected()).anyMatch(why -> why.startsWith(tier.id() + ": above"));
        }
      }
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void withoutACapTheFastestIsTaken(String cap) {
    KernelSelector.Selected info = KernelSelector.select(cap, cap);
    assertThat(info.kernels().name()).isEqualTo(fastest(Tier.AVX512));
    assertThat(info.reason()).doesNotContain(KernelSelector.CAP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avx", "avx512f", "sse2", "openblas", "1"})
  void anUnknownCapIsAnError(String cap) {
    assertThatThrownBy(() -> KernelSelector.select(cap, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SKIPCONV_MAX_ISA must be portable, avx2 or avx512, but is " + cap);
  }

  @Test
  void requiredKernelsAreTakenOrAnError() {
    String there = fastest(Tier.AVX512);
    assertThat(KernelSelector.select(null, there).kernels().name()).isEqualTo(there);
    assertThatThrownBy(() -> KernelSelector.select(null, "quantum"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("skipconv.kernels.required=quantum")
        .hasMessageContaining(there);
    String lower = fastest(Tier.PORTABLE);
    if (!lower.equals(there)) {
      assertThatThrownBy(() -> KernelSelector.select("portable", there))
          .hasMessageContaining(lower);
    }
  }
}

package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.internal.kernel.NativeKernels.Products;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;

class KernelSelectorTest {

  private static List<Tier> tiers() {
    return Tier.of(Loader.getPlatform());
  }

  private static Tier best() {
    return tiers().get(tiers().size() - 1);
  }

  /** The fastest tier up to a cap that this machine has; openblas where it has none. */
  private static String fastest(Tier cap) {
    String fastest = "openblas";
    for (Tier tier : tiers()) {
      try {
        fastest = tier.compareTo(cap) <= 0 && tier.supported() ? tier.id() : fastest;
      } catch (LinkageError e) {
        return "openblas";
      }
    }
    return fastest;
  }

  @ParameterizedTest
  @MethodSource("tiers")
  void theCapCaps(Tier cap) {
    for (String name : new String[] {cap.id(), cap.id().toUpperCase(Locale.ROOT)}) {
      KernelSelector.Selected info = KernelSelector.select(name, null);
      assertThat(info.kernels().name()).isEqualTo(fastest(cap));
      if (info.kernels().name().equals(cap.id())) {
        assertThat(info.reason()).contains(KernelSelector.CAP);
      }
      for (Tier tier : tiers()) {
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
    assertThat(info.kernels().name()).isEqualTo(fastest(best()));
    assertThat(info.reason()).doesNotContain(KernelSelector.CAP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avx", "avx512f", "sse2", "openblas", "1"})
  void anUnknownCapIsAnError(String cap) {
    assertThatThrownBy(() -> KernelSelector.select(cap, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SKIPCONV_MAX_ISA must be portable")
        .hasMessageEndingWith("but is " + cap);
  }

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, neon, 'must be portable, avx2, avx512 or amx, but is neon'",
    "windows-x86_64, avx, 'must be portable, avx2, avx512 or amx, but is avx'",
    "macosx-arm64, avx2, 'must be portable or neon, but is avx2'",
    "linux-arm64, sve, 'must be portable or neon, but is sve'",
    "linux-arm64, amx, 'must be portable or neon, but is amx'",
    "linux-ppc64le, vsx, 'must be portable, but is vsx'",
  })
  void aCapIsAnInstructionSetOfTheProcessor(String platform, String cap, String complaint) {
    List<Tier> tiers = Tier.of(platform);
    assertThatThrownBy(() -> KernelSelector.highest(cap, tiers))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SKIPCONV_MAX_ISA " + complaint);
    for (Tier tier : tiers) {
      assertThat(KernelSelector.highest(tier.id(), tiers)).isEqualTo(tier);
    }
  }

  @Test
  void everyProcessorHasPortableKernels() {
    assertThat(Tier.of("linux-ppc64le")).containsExactly(Tier.PORTABLE);
    assertThat(Tier.of("linux-arm64")).containsExactly(Tier.PORTABLE, Tier.NEON);
    assertThat(Tier.of("linux-x86_64")).containsExactly(Tier.PORTABLE, Tier.AVX2, Tier.AVX512);
  }

  /** No processor with AMX has run those kernels, so nobody gets them without asking. */
  @Test
  void tilesAreTakenWhereTheCapNamesThem() {
    assumeTrue(fastest(Tier.AVX512).equals("avx512"), "this processor or build has no avx512");
    boolean products = Products.AVX512_BF16.supported();
    boolean tiles = Products.AMX_BF16.supported();
    String usual = products ? "avx512_bf16" : "avx512 bfloat16";
    for (String cap : new String[] {null, "", "avx512", "amx", "AMX"}) {
      boolean named = "amx".equalsIgnoreCase(cap);
      KernelSelector.Selected floats = KernelSelector.select(cap, null);
      assertThat(floats.kernels().name()).isEqualTo("avx512");
      KernelSelector.Selected narrow = KernelSelector.bfloat16(floats, cap);
      assertThat(narrow.kernels().name()).isEqualTo(named && tiles ? "amx_bf16" : usual);
      if (!named || !tiles) {
        String why = tiles ? "not measured, so only with SKIPCONV_MAX_ISA=amx" : "not in this";
        assertThat(narrow.rejected()).anyMatch(text -> text.startsWith("amx_bf16: " + why));
      }
    }
  }

  @Test
  void requiredKernelsAreTakenOrAnError() {
    String there = fastest(best());
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

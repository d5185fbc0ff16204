package org.skipconv.core.testing;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.internal.kernel.JavaKernels;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.NativeKernels;
import org.skipconv.core.internal.kernel.NativeKernels.Products;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;
import org.skipconv.core.internal.kernel.OpenBlasKernels;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.ReferenceKernels;

/**
 * Every implementation of the kernels, as an argument of parameterized tests. {@link #require}
 * gives the kernels of exactly that name: where the machine lacks them the test is skipped, saying
 * so, or fails when system property {@code skipconv.kernels.required} names this tier or a faster
 * one.
 */
public enum TestKernels {
  REFERENCE,
  REFERENCE_BFLOAT16,
  JAVA,
  OPENBLAS,
  PORTABLE_BFLOAT16,
  PORTABLE,
  AVX2_BFLOAT16,
  AVX2,
  AVX512_BFLOAT16,
  AVX512,
  AVX512_BF16,
  AMX_BF16,
  NEON_BFLOAT16,
  NEON,
  NEON_BF16;

  private static final String WIDENING = "_BFLOAT16";
  private static final String MULTIPLYING = "_BF16";

  private static final Map<TestKernels, Kernels> MADE = new ConcurrentHashMap<>();

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kernels; skips or fails the calling test where there are none. */
  public Kernels require() {
    String absent = whyAbsent();
    if (isRequired()) {
      assertNull(absent, absent);
    } else {
      assumeTrue(absent == null, absent);
    }
    return MADE.computeIfAbsent(this, TestKernels::make);
  }

  /** Whether maps are of bfloat16. */
  public boolean areOfBfloat16() {
    return name().endsWith(WIDENING) || multiplies();
  }

  /** The policies that sessions on them may have. */
  public List<ResidualPolicy> policies() {
    return areOfBfloat16() ? List.of(ResidualPolicy.CARRY) : List.of(ResidualPolicy.values());
  }

  /** The reference of the same element. */
  public TestKernels reference() {
    return areOfBfloat16() ? REFERENCE_BFLOAT16 : REFERENCE;
  }

  private boolean isNative() {
    return compareTo(PORTABLE_BFLOAT16) >= 0;
  }

  private boolean isArm() {
    return name().startsWith("NEON");
  }

  private boolean isRequired() {
    String required = RequiredKernels.name();
    if (!isNative()) {
      return true;
    }
    for (TestKernels kernels : values()) {
      if (kernels.id().equals(required)) {
        // Of one processor, that is: AVX says nothing of NEON, nor the other way round.
        return kernels.compareTo(this) >= 0
            && (name().startsWith("PORTABLE") || isArm() == kernels.isArm());
      }
    }
    return false;
  }

  private boolean multiplies() {
    return name().endsWith(MULTIPLYING);
  }

  private Tier tier() {
    return Tier.valueOf(name().replace(WIDENING, ""));
  }

  /** Null when the kernels are there. */
  private String whyAbsent() {
    if (!isNative()) {
      return null;
    }
    try {
      boolean there = multiplies() ? Products.valueOf(name()).supported() : tier().supported();
      return there ? null : "this processor or build has no " + id() + " kernels";
    } catch (LinkageError e) {
      return "no native kernels for this machine, so none for " + id() + ": " + e;
    }
  }

  private Kernels make() {
    return switch (this) {
      case REFERENCE -> new ReferenceKernels();
      case REFERENCE_BFLOAT16 -> new ReferenceKernels(Plane.Element.BFLOAT16);
      case JAVA -> new JavaKernels();
      case OPENBLAS -> new OpenBlasKernels();
      case PORTABLE, AVX2, AVX512, NEON -> new NativeKernels(tier());
      case PORTABLE_BFLOAT16, AVX2_BFLOAT16, AVX512_BFLOAT16, NEON_BFLOAT16 ->
          NativeKernels.widening(tier());
      case AVX512_BF16, AMX_BF16, NEON_BF16 -> NativeKernels.multiplying(Products.valueOf(name()));
    };
  }
}

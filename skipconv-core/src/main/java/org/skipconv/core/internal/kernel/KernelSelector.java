package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.internal.kernel.NativeKernels.Products;
import org.skipconv.core.internal.kernel.NativeKernels.Tier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the kernels of this process, once: the fastest tier that the processor has and {@code
 * SKIPCONV_MAX_ISA} allows; without native code for this machine OpenBLAS, and without OpenBLAS
 * plain Java, saying so.
 */
public final class KernelSelector {
  /**
   * Environment variable that caps the instruction set: portable, avx2, avx512, amx, or on ARM
   * neon.
   */
  public static final String CAP = "SKIPCONV_MAX_ISA";

  /**
   * Cap that lets the products of AMX be taken, which without it are not: no processor that has
   * them has run them.
   */
  static final String TILES = "amx";

  /** System property that makes anything but the kernels it names an error. */
  public static final String REQUIRED = "skipconv.kernels.required";

  private static final String NO_PRODUCTS = "this processor or build multiplies no bfloat16s";
  private static final String NOT_THERE = "not in this processor or build";
  private static final Logger LOG = LoggerFactory.getLogger(KernelSelector.class);

  private KernelSelector() {}

  /**
   * A choice.
   *
   * @param reason why these, in one line
   * @param rejected the better ones that were not taken, each with its reason
   */
  public record Selected(Kernels kernels, String reason, List<String> rejected) {
    public Selected {
      rejected = List.copyOf(rejected);
    }

    /** The same with a reason more. */
    public Selected because(String why) {
      return new Selected(kernels, reason + "; " + why, rejected);
    }

    @Override
    public String toString() {
      return describe(kernels.name(), reason, rejected);
    }
  }

  /** A choice in one line. */
  public static String describe(String name, String reason, List<String> rejected) {
    String others = rejected.isEmpty() ? "" : "; not " + String.join("; not ", rejected);
    return name + " (" + reason + ")" + others;
  }

  /** Holds the choice, or the reason why there is none. */
  private static final class Choice {
    static final Selected SELECTED;
    static final IllegalStateException FAILURE;

    static {
      Selected selected = null;
      IllegalStateException failure = null;
      try {
        selected = select(System.getenv(CAP), System.getProperty(REQUIRED));
      } catch (IllegalStateException e) {
        failure = e;
      }
      SELECTED = selected;
      FAILURE = failure;
    }
  }

  /**
   * The kernels that new sessions use.
   *
   * @throws IllegalStateException when the cap is no tier, the required kernels are not the ones
   *     picked, or native libraries cannot be loaded at all
   */
  public static Selected current() {
    if (Choice.SELECTED == null) {
      throw new IllegalStateException(Choice.FAILURE.getMessage(), Choice.FAILURE);
    }
    return Choice.SELECTED;
  }

  /** Holds the choice for bfloat16; null where the process has no native kernels. */
  private static final class Narrow {
    static final Selected SELECTED = bfloat16(current(), System.getenv(CAP));
  }

  /**
   * The kernels of new sessions of bfloat16.
   *
   * @throws IllegalStateException as {@link #current} does, or when the process has no native
   *     kernels
   */
  public static Selected bfloat16() {
    if (Narrow.SELECTED == null) {
      throw new IllegalStateException(
          "BFLOAT16 needs native kernels, but this process uses "
              + current()
              + "; use FLOAT32 or AUTO");
    }
    return Narrow.SELECTED;
  }

  /**
   * The kernels of the precision that takes less time.
   *
   * @throws IllegalStateException as {@link #current} does
   */
  public static Selected fastestPrecision() {
    Selected floats = current();
    Tier tier = tierOf(floats);
    boolean pays = tier != null && Products.of(tier).stream().anyMatch(Products::supported);
    return pays ? Narrow.SELECTED : floats.because(NO_PRODUCTS);
  }

  /** Null for kernels that are not native. */
  private static Tier tierOf(Selected floats) {
    for (Tier tier : Tier.values()) {
      if (floats.kernels().name().equals(tier.id())) {
        return tier;
      }
    }
    return null;
  }

  /** The kernels of bfloat16 that belong to a choice, or null. */
  static Selected bfloat16(Selected floats, @Nullable String cap) {
    Tier tier = tierOf(floats);
    if (tier == null) {
      return null;
    }
    List<String> rejected = new ArrayList<>(floats.rejected());
    List<Tier> tiers = Tier.of(Loader.getPlatform());
    for (Tier above : tiers.subList(tiers.indexOf(tier) + 1, tiers.size())) {
      Products.of(above).forEach(products -> rejected.add(products.id() + ": above " + tier.id()));
    }
    List<Products> fastestLast = Products.of(tier);
    for (int i = fastestLast.size() - 1; i >= 0; i--) {
      Products products = fastestLast.get(i);
      if (!products.supported()) {
        rejected.add(products.id() + ": " + NOT_THERE);
      } else if (products == Products.AMX_BF16 && !TILES.equalsIgnoreCase(cap)) {
        rejected.add(products.id() + ": not measured, so only with " + CAP + "=" + TILES);
      } else {
        String reason = floats.reason() + "; multiplies bfloat16 as it is";
        return new Selected(NativeKernels.multiplying(products), reason, rejected);
      }
    }
    String reason = floats.reason() + "; widens each value, which saves memory and no time";
    return new Selected(NativeKernels.widening(tier), reason, rejected);
  }

  static Selected select(String cap, String required) {
    List<Tier> tiers = Tier.of(Loader.getPlatform());
    Tier highest = highest(cap, tiers);
    NativeLibraries.requireMemory();
    List<String> rejected = new ArrayList<>();
    Selected selected = nativeKernels(tiers, highest, cap, rejected);
    if (selected == null) {
      selected = withoutNativeKernels(rejected);
    }
    String picked = selected.kernels().name();
    if (required != null && !required.isBlank() && !required.equals(picked)) {
      throw new IllegalStateException(
          REQUIRED + "=" + required + " cannot be honoured: " + selected);
    }
    LOG.info("Kernels: {}", selected);
    return selected;
  }

  static Selected withoutNativeKernels(List<String> rejected) {
    String reason = "no native kernels for this machine";
    try {
      OpenBlasKernels.require();
      LOG.warn(
          "No native kernels for this machine: convolutions run on OpenBLAS, many times slower. {}",
          String.join("; ", rejected));
      return new Selected(new OpenBlasKernels(), reason, rejected);
    } catch (LinkageError e) {
      rejected.add("openblas: " + NativeLibraries.whyNotLoaded(e));
      LOG.warn(
          "No native kernels for this machine, and no OpenBLAS: convolutions run in plain Java, hundreds"
              + " of times slower. An application that adds org.bytedeco:openblas-platform runs them"
              + " on OpenBLAS. {}",
          String.join("; ", rejected));
      return new Selected(new JavaKernels(), reason, rejected);
    }
  }

  static Tier highest(@Nullable String cap, List<Tier> tiers) {
    if (cap == null || cap.isBlank()) {
      return tiers.get(tiers.size() - 1);
    }
    for (Tier tier : tiers) {
      if (tier.id().equals(cap.toLowerCase(Locale.ROOT))) {
        return tier;
      }
    }
    boolean tiles = tiers.contains(Tier.AVX512);
    if (tiles && TILES.equalsIgnoreCase(cap)) {
      return Tier.AVX512;
    }
    String allowed =
        tiers.stream().map(Tier::id).collect(Collectors.joining(", "))
            + (tiles ? ", " + TILES : "");
    String last = allowed.replaceFirst(", (?=[^,]*$)", " or ");
    throw new IllegalStateException(CAP + " must be " + last + ", but is " + cap);
  }

  private static Selected nativeKernels(
      List<Tier> tiers, Tier highest, String cap, List<String> rejected) {
    try {
      for (int i = tiers.size() - 1; i >= 0; i--) {
        Tier tier = tiers.get(i);
        if (i > tiers.indexOf(highest)) {
          rejected.add(tier.id() + ": above " + CAP + "=" + cap);
        } else if (!tier.supported()) {
          rejected.add(tier.id() + ": " + NOT_THERE);
        } else {
          boolean capped = tier.id().equalsIgnoreCase(cap);
          String reason = capped ? CAP + "=" + cap : "fastest of this processor";
          return new Selected(new NativeKernels(tier), reason, rejected);
        }
      }
    } catch (LinkageError e) {
      rejected.add("native library not loaded: " + NativeLibraries.whyNotLoaded(e));
    }
    return null;
  }
}

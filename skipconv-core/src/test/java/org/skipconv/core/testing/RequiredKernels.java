package org.skipconv.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.skipconv.core.KernelInfo;

/**
 * System property {@code skipconv.kernels.required}: names the kernels that tests must run on, so
 * that a build machine cannot quietly test something slower. Empty means any.
 */
public final class RequiredKernels {
  private RequiredKernels() {}

  static String name() {
    return System.getProperty("skipconv.kernels.required", "").trim();
  }

  /** Fails unless new sessions use the required kernels. */
  public static void verify() {
    if (!name().isEmpty()) {
      assertEquals(name(), KernelInfo.current().name(), () -> "kernels: " + KernelInfo.current());
    }
  }
}

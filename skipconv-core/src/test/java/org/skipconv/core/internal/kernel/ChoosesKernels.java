package org.skipconv.core.internal.kernel;

import java.util.ArrayList;

/** Prints what is taken on a machine without native kernels. */
public final class ChoosesKernels {
  private ChoosesKernels() {}

  public static void main(String[] args) {
    System.out.println(KernelSelector.withoutNativeKernels(new ArrayList<>()));
  }
}

package org.skipconv.core;

import org.skipconv.core.internal.kernel.Kernels;

/** Opens sessions on chosen kernels, which applications cannot. */
public final class TestSessions {
  private TestSessions() {}

  public static VideoSession open(SkipNetwork network, SessionOptions options, Kernels kernels) {
    return network.open(options, kernels);
  }
}

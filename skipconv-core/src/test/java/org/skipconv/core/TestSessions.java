package org.skipconv.core;

import org.skipconv.core.internal.kernel.Kernels;

/**
 * Opens sessions as applications cannot: on chosen kernels, and with as many threads as are asked
 * for, however few processors there are.
 */
public final class TestSessions {
  private TestSessions() {}

  public static VideoSession open(SkipNetwork network, SessionOptions options, Kernels kernels) {
    return network.sessions().open(network, options, options.threads(), kernels);
  }
}

package org.skipconv.core;

import java.util.HashMap;
import java.util.Map;
import org.skipconv.core.internal.engine.Engine;
import org.skipconv.core.internal.engine.PackedNetwork;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.internal.kernel.Kernels;

/**
 * Opens the sessions of one network, and holds what they share: the weights, packed once for each
 * implementation of the kernels.
 */
final class NetworkSessions {
  private final Map<Kernels, PackedNetwork> packed = new HashMap<>();

  /** A session on the process's kernels, with as many threads as are of use. */
  VideoSession open(SkipNetwork network, SessionOptions options) {
    int threads = Engine.usefulThreads(options.threads());
    return open(network, options, threads, KernelSelector.current().kernels());
  }

  /** A session on these kernels, with this number of threads. */
  VideoSession open(SkipNetwork network, SessionOptions options, int threads, Kernels kernels) {
    PackedNetwork weights = take(network, kernels);
    VideoSession session = null;
    try {
      session = new VideoSession(network, options, threads, weights);
      return session;
    } finally {
      if (session == null) {
        weights.release();
      }
    }
  }

  private synchronized PackedNetwork take(SkipNetwork network, Kernels kernels) {
    PackedNetwork weights = packed.computeIfAbsent(kernels, key -> new PackedNetwork(network, key));
    weights.retain();
    return weights;
  }

  /** Bytes of the packed weights that are kept for sessions to come. */
  synchronized long packedBytes() {
    return packed.values().stream().mapToLong(PackedNetwork::bytes).sum();
  }

  /** Keeps them no longer. */
  synchronized void releasePacked() {
    packed.values().forEach(PackedNetwork::release);
    packed.clear();
  }
}

package org.skipconv.core;

import java.util.HashMap;
import java.util.Map;
import org.skipconv.core.internal.engine.Engine;
import org.skipconv.core.internal.engine.PackedNetwork;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Plane;

/**
 * Opens the sessions of one network, and holds what they share: the weights, packed once for each
 * implementation of the kernels.
 */
final class NetworkSessions {
  private static final String REBASE_IS_FLOAT32 =
      "REBASE adds to what is kept, and bfloat16 would lose what is small beside it";

  private final Map<Kernels, PackedNetwork> packed = new HashMap<>();

  /** A session on the process's kernels, with as many threads as are of use. */
  VideoSession open(SkipNetwork network, SessionOptions options) {
    int threads = Engine.usefulThreads(options.threads());
    return open(network, options, threads, kernels(options).kernels());
  }

  /** The kernels for a session with these options. */
  static KernelSelector.Selected kernels(SessionOptions options) {
    boolean rebase = options.policy() == ResidualPolicy.REBASE;
    return switch (options.precision()) {
      case FLOAT32 -> KernelSelector.current();
      case BFLOAT16 -> {
        requireCarry(options.policy());
        yield KernelSelector.bfloat16();
      }
      case AUTO ->
          rebase
              ? KernelSelector.current().because(REBASE_IS_FLOAT32)
              : KernelSelector.fastestPrecision();
    };
  }

  private static void requireCarry(ResidualPolicy policy) {
    if (policy == ResidualPolicy.REBASE) {
      throw new IllegalArgumentException(
          "BFLOAT16 needs the policy CARRY, but the options have REBASE: "
              + REBASE_IS_FLOAT32
              + "; use CARRY, FLOAT32 or AUTO");
    }
  }

  /** A session on these kernels, whose element counts, with this number of threads. */
  VideoSession open(SkipNetwork network, SessionOptions options, int threads, Kernels kernels) {
    if (kernels.element() == Plane.Element.BFLOAT16) {
      requireCarry(options.policy());
    }
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

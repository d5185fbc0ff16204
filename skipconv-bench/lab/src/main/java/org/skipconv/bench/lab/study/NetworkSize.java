package org.skipconv.bench.lab.study;

import org.skipconv.core.SkipNetwork;

/**
 * Size of a network.
 *
 * @param denseMacs of a frame computed whole
 * @param parameters weights and biases
 * @param layers convolutions
 */
public record NetworkSize(long denseMacs, long parameters, int layers) {

  static NetworkSize of(SkipNetwork network) {
    return new NetworkSize(network.denseMacs(), network.parameters(), network.gatedLayers().size());
  }
}

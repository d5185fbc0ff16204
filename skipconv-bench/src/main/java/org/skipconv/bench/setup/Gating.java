package org.skipconv.bench.setup;

import org.skipconv.core.SessionOptions;

/**
 * How the skip path decides what to compute.
 *
 * @param gate as the command line names it
 * @param threshold of the gate, null when it has none
 * @param options of the skip path, the threads included
 */
public record Gating(String gate, Float threshold, SessionOptions options) {

  /** Of the dense path beside it: everything computed on every frame, on as many threads. */
  public SessionOptions dense() {
    return SessionOptions.dense().threads(options.threads());
  }
}

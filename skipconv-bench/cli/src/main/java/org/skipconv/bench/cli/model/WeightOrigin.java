package org.skipconv.bench.cli.model;

/** Origin of a model's weights. */
public enum WeightOrigin {
  /** Drawn at random: results mean nothing. */
  GENERATED,
  /** Part of the library, trained on generated scenes: they know nothing else. */
  EMBEDDED,
  /** From the user. */
  FILE
}

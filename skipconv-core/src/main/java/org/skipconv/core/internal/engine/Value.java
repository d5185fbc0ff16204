package org.skipconv.core.internal.engine;

import org.skipconv.core.Node;
import org.skipconv.core.internal.kernel.Plane;

/** A node's result as a session keeps it. */
final class Value {
  private final Node node;
  private final Plane map;
  private final Plane factors;
  private final Plane residual;
  private final ChangeMap change;
  private final boolean sizeWanted;
  private final boolean read;
  private double meanSize;

  /**
   * A value.
   *
   * @param map what it is, or is times the factors
   * @param factors one for each channel, which its readers multiply by; null for none
   * @param sizeWanted whether a gate compares changes of it with its size
   * @param read whether a step reads it; an output of the network may have no other reader
   * @param residual this frame's new - old, 0 where nothing changed; null under CARRY
   */
  Value(
      Node node,
      Plane map,
      Plane factors,
      boolean sizeWanted,
      boolean read,
      Plane residual,
      ChangeMap change) {
    this.node = node;
    this.map = map;
    this.factors = factors;
    this.sizeWanted = sizeWanted;
    this.read = read;
    this.residual = residual;
    this.change = change;
  }

  Node node() {
    return node;
  }

  Plane map() {
    return map;
  }

  /** One for each channel, which its readers multiply by; null for none. */
  Plane factors() {
    return factors;
  }

  Plane residual() {
    return residual;
  }

  ChangeMap change() {
    return change;
  }

  /** Whether a step reads it, and so asks what changed. */
  boolean isRead() {
    return read;
  }

  boolean sizeWanted() {
    return sizeWanted;
  }

  /** Mean |x| at the last keyframe; 0 when it was not measured. */
  double meanSize() {
    return meanSize;
  }

  void meanSize(double size) {
    meanSize = size;
  }
}

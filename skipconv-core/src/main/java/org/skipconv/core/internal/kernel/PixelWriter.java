package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/** Writes channels of one pixel and adds up how much they change: sum of |new - old|. */
final class PixelWriter {
  private final Target target;
  private final FloatBuffer out;
  private final int outIndex;
  private final FloatBuffer residual;
  private final int residualIndex;
  private float norm;

  PixelWriter(Target target, int y, int x) {
    this.target = target;
    this.out = target.out().floats();
    this.outIndex = target.out().index(y, x) + target.firstChannel();
    Plane change = target.residual();
    this.residual = change == null ? null : change.floats();
    this.residualIndex = change == null ? 0 : change.index(y, x) + target.firstChannel();
  }

  float old(int channel) {
    return out.get(outIndex + channel);
  }

  /** Writes a channel of the run. */
  void put(int channel, float value) {
    float change = value - out.get(outIndex + channel);
    norm += Math.abs(change);
    if (residual != null) {
      residual.put(residualIndex + channel, change);
    }
    out.put(outIndex + channel, value);
  }

  /** Writes or adds to the norm of the list's i-th pixel, if somebody wants it. */
  void writeNorm(int i) {
    writeNorm(i, norm);
  }

  void writeNorm(int i, float value) {
    if (target.norms() != null) {
      FloatBuffer norms = target.norms().floats();
      norms.put(i, target.continuesNorms() ? norms.get(i) + value : value);
    }
  }
}

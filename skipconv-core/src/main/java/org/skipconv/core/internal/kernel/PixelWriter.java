package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/** Writes the channels of one pixel and adds up how much they change: sum of |new - old|. */
final class PixelWriter {
  private final FloatBuffer out;
  private final int outIndex;
  private final FloatBuffer residual;
  private final int residualIndex;
  private float norm;

  /** A writer for one pixel; the residual map may be null. */
  PixelWriter(Plane out, Plane residual, int y, int x) {
    this.out = out.floats();
    this.outIndex = out.index(y, x);
    this.residual = residual == null ? null : residual.floats();
    this.residualIndex = residual == null ? 0 : residual.index(y, x);
  }

  float old(int channel) {
    return out.get(outIndex + channel);
  }

  void put(int channel, float value) {
    float change = value - out.get(outIndex + channel);
    norm += Math.abs(change);
    if (residual != null) {
      residual.put(residualIndex + channel, change);
    }
    out.put(outIndex + channel, value);
  }

  /** Starts from the norm that is already there. */
  void continueNorm(Memory norms, int i) {
    if (norms != null) {
      norm += norms.floats().get(i);
    }
  }

  float norm() {
    return norm;
  }

  void writeNorm(Memory norms, int i) {
    if (norms != null) {
      norms.floats().put(i, norm);
    }
  }
}

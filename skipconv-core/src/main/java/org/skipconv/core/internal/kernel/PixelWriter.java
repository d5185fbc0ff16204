package org.skipconv.core.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Writes channels of one pixel and adds up how much they change: sum of |new - old|, of values as
 * they are stored, and where it is wanted the same of these values times their factors.
 */
final class PixelWriter {
  private final Target target;
  private final Plane out;
  private final int outIndex;
  private final Plane residual;
  private final int residualIndex;
  private final ScaledNorms scaled;
  private float norm;
  private float scaledNorm;

  /** A writer for a convolution's pixel. */
  PixelWriter(ConvBinding binding, int y, int x) {
    this(binding.target(), binding.scaledNorms(), y, x);
  }

  PixelWriter(Target target, int y, int x) {
    this(target, null, y, x);
  }

  private PixelWriter(Target target, ScaledNorms scaled, int y, int x) {
    this.scaled = scaled;
    this.target = target;
    this.out = target.out();
    this.outIndex = target.out().index(y, x) + target.firstChannel();
    this.residual = target.residual();
    this.residualIndex = residual == null ? 0 : residual.index(y, x) + target.firstChannel();
  }

  float old(int channel) {
    return out.value(outIndex + channel);
  }

  /** Writes a channel of the run. */
  void put(int channel, float value) {
    float old = old(channel);
    float stored = out.put(outIndex + channel, value);
    float change = stored - old;
    norm += Math.abs(change);
    if (scaled != null) {
      float factor = scaled.factors().get(channel, 0, 0);
      Plane.Element element = out.element();
      scaledNorm += Math.abs(element.rounded(stored * factor) - element.rounded(old * factor));
    }
    if (residual != null) {
      residual.put(residualIndex + channel, change);
    }
  }

  /** Writes or adds to the norm of the list's i-th pixel, if somebody wants it. */
  void writeNorm(int i) {
    writeNorm(i, norm);
    if (scaled != null) {
      scaled.norms().floats().put(i, scaledNorm);
    }
  }

  void writeNorm(int i, float value) {
    if (target.norms() != null) {
      FloatBuffer norms = target.norms().floats();
      norms.put(i, target.continuesNorms() ? norms.get(i) + value : value);
    }
  }
}

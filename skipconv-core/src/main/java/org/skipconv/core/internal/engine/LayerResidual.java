package org.skipconv.core.internal.engine;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.OneChannelKernel;
import org.skipconv.core.Residual;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;

/**
 * Residual as a gate sees it: the sums of |r| over each output pixel's window. A gate may keep it
 * and read it at any time and from any thread, also when its session is closed; only {@link
 * #absConvolution} and {@link #pictureChange}, which work in memory that all layers share, are for
 * the one who decides, and while he does.
 */
final class LayerResidual implements Residual {
  private final Kernels kernels;
  private final Memory pending;
  private final FloatBuffer values;
  private final Memory maskCells;
  private final GateMask mask;
  private final int height;
  private final int width;
  private final AbsConvolution absConvolution;
  private final CellChange pictureChange;
  private Thread deciding;

  /** Change of the picture at one of the layer's pixels. */
  @FunctionalInterface
  interface CellChange {
    float at(int y, int x);
  }

  LayerResidual(
      Kernels kernels,
      Memory pending,
      Memory maskCells,
      GateMask mask,
      AbsConvolution absConvolution,
      CellChange pictureChange) {
    this.kernels = kernels;
    this.pending = pending;
    this.values = pending.floats();
    this.maskCells = maskCells;
    this.mask = mask;
    this.height = mask.height();
    this.width = mask.width();
    this.absConvolution = absConvolution;
    this.pictureChange = pictureChange;
  }

  /** Lets a gate decide; returns what that cost. */
  long letDecide(Gate.State gate) {
    deciding = Thread.currentThread();
    try {
      return gate.decide(this, mask);
    } finally {
      deciding = null;
    }
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float at(int y, int x) {
    requireInside(y, x);
    try {
      return values.get(y * width + x);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void requireInside(int y, int x) {
    if (y < 0 || y >= height || x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(
          "pixel " + y + ", " + x + " is outside the layer's " + height + "x" + width);
    }
  }

  @Override
  public float pictureChange(int y, int x) {
    requireInside(y, x);
    requireDeciding("the picture's change is read");
    return pictureChange.at(y, x);
  }

  /** Refuses all threads but the one that decides: what is read belongs to the frame under way. */
  private void requireDeciding(String what) {
    // Read by other threads, too: each sees itself there only when it wrote that itself.
    if (deciding != Thread.currentThread()) {
      throw new IllegalStateException(
          what + " by the thread in which its gate decides, while it decides");
    }
  }

  @Override
  public void openAbove(float threshold, GateMask target) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException("a threshold must be 0 or more, but is " + threshold);
    }
    if (target == mask) {
      openAbove(threshold);
      return;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        target.set(y, x, !(at(y, x) <= threshold));
      }
    }
  }

  private void openAbove(float threshold) {
    try {
      kernels.above(pending, threshold, maskCells, height * width);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int absConvolution(OneChannelKernel kernel, float elsewhere, float[] target) {
    requireDeciding("a residual is convolved");
    return absConvolution.compute(kernel, elsewhere, target);
  }
}

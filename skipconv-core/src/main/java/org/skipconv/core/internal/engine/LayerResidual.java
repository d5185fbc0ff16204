package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import org.skipconv.core.GateMask;
import org.skipconv.core.OneChannelKernel;
import org.skipconv.core.Residual;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;

/** What a gate sees: the sums of |r| over each output pixel's window. */
final class LayerResidual implements Residual {
  private final Kernels kernels;
  private final Memory pending;
  private final FloatBuffer values;
  private final Memory maskCells;
  private final GateMask mask;
  private final int height;
  private final int width;
  private final AbsConvolution absConvolution;

  LayerResidual(
      Kernels kernels,
      Memory pending,
      Memory maskCells,
      GateMask mask,
      AbsConvolution absConvolution) {
    this.kernels = kernels;
    this.pending = pending;
    this.values = pending.floats();
    this.maskCells = maskCells;
    this.mask = mask;
    this.height = mask.height();
    this.width = mask.width();
    this.absConvolution = absConvolution;
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
    if (y < 0 || y >= height || x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(
          "pixel " + y + ", " + x + " is outside the layer's " + height + "x" + width);
    }
    return values.get(y * width + x);
  }

  @Override
  public void openAbove(float threshold, GateMask target) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException("a threshold must be 0 or more, but is " + threshold);
    }
    if (target == mask) {
      kernels.above(pending, threshold, maskCells, height * width);
      return;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        target.set(y, x, !(at(y, x) <= threshold));
      }
    }
  }

  @Override
  public int absConvolution(OneChannelKernel kernel, float elsewhere, float[] target) {
    return absConvolution.compute(kernel, elsewhere, target);
  }
}

package org.skipconv.core.internal.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.OneChannelKernel;
import org.skipconv.core.internal.kernel.AbsDotBinding;
import org.skipconv.core.internal.kernel.Kernels;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.WindowGeometry;

/**
 * The convolution of one layer's |r| to one channel, for its gate. Takes memory when it is first
 * asked for; a later kernel is packed over the one before, so that it never takes more.
 */
final class AbsConvolution {
  private final Workspace space;
  private final GatedLayer layer;
  private final Value in;
  private final Memory pending;
  private final IntBuffer list;
  private final FloatBuffer sums;
  private Memory weights;
  private OneChannelKernel packed;
  private PixelKernel dot;

  /**
   * A convolution.
   *
   * @param in the layer's input
   * @param pending the sum of |r| over each output pixel's window
   */
  AbsConvolution(Workspace space, GatedLayer layer, Value in, Memory pending) {
    this.space = space;
    this.layer = layer;
    this.in = in;
    this.pending = pending;
    this.list = space.scratchList().ints();
    this.sums = space.norms().floats();
  }

  int compute(OneChannelKernel kernel, float elsewhere, float[] values) {
    check(kernel, values);
    pack(kernel);
    Kernels kernels = space.kernels();
    int height = layer.output().height();
    int width = layer.output().width();
    kernels.above(pending, 0, space.mask(), height * width);
    int count = kernels.compact(space.mask(), null, width, 0, height, space.scratchList());
    Arrays.fill(values, elsewhere);
    if (count > 0) {
      space.run(dot, count);
    }
    for (int i = 0; i < count; i++) {
      int pixel = list.get(i);
      values[(pixel >>> 16) * width + (pixel & 0xffff)] = sums.get(i);
    }
    return count;
  }

  private void check(OneChannelKernel kernel, float[] values) {
    if (in.residual() == null) {
      throw new IllegalStateException(
          "layer "
              + layer.name()
              + ": only ResidualPolicy.REBASE keeps the residual channel by channel, but this"
              + " session's policy is "
              + layer.policy());
    }
    kernel.requireFits(layer);
    if (values.length != layer.output().pixels()) {
      throw new IllegalArgumentException(
          "layer "
              + layer.name()
              + " has "
              + layer.output().pixels()
              + " output pixels, but the array has room for "
              + values.length);
    }
  }

  private void pack(OneChannelKernel kernel) {
    if (kernel == packed) {
      return;
    }
    if (dot == null) {
      WindowGeometry window = WindowGeometry.of(layer.spec(), layer.input(), layer.output());
      weights = space.planes().floats(AbsDotBinding.weightFloats(window));
      dot =
          space
              .kernels()
              .absDot(
                  space.planes(),
                  new AbsDotBinding(
                      window, in.residual(), weights, space.scratchList(), space.norms()));
    }
    AbsDotBinding.pack(kernel.weight(), weights);
    packed = kernel;
  }
}

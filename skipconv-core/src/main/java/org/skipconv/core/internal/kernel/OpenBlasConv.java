package org.skipconv.core.internal.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.graph.Conv;

/** Convolution of gathered patches by matrix multiplication. */
final class OpenBlasConv implements PixelKernel {
  /**
   * Patches multiplied at a time, always all of them: a fixed size lets sgemm sum every row in one
   * way, so that a pixel's bits do not depend on how many others are open. Few enough to be one
   * register block of sgemm: in a tile of 16 or more, rows beyond a block are summed in another
   * order, and a pixel's bits would depend on its place in the list.
   */
  private static final int TILE = 4;

  private final ConvBinding binding;
  private final Conv conv;
  private final int patch;
  private final Memory patches;
  private final Memory products;

  OpenBlasConv(Planes owner, ConvBinding binding) {
    this.binding = binding;
    this.conv = binding.weights().conv();
    this.patch = patchSize(conv);
    this.patches = owner.floats((long) TILE * patch);
    this.products = owner.floats((long) TILE * conv.outChannels());
  }

  private static int patchSize(Conv conv) {
    return conv.spec().taps() * conv.weight().size(1);
  }

  /** [tap][input][output] */
  static Memory packWeights(Conv conv) {
    int taps = conv.spec().taps();
    int inputs = conv.weight().size(1);
    Memory memory = Memory.ofFloats(conv.weight().elements());
    FloatBuffer packed = memory.floats();
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < conv.outChannels(); o++) {
          packed.put(conv.weight().get((o * inputs + i) * taps + tap));
        }
      }
    }
    return memory;
  }

  @Override
  public void run(int begin, int end, int partBegin, int partEnd) {
    // One pair of buffers a binding: threads of a session take turns.
    synchronized (patches) {
      for (int i = begin; i < end; i += TILE) {
        multiply(i, Math.min(end - i, TILE));
      }
    }
  }

  private void multiply(int first, int count) {
    IntBuffer list = binding.target().list().ints();
    for (int i = 0; i < count; i++) {
      gather(list.get(first + i), i * patch);
    }
    int out = conv.outChannels();
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        TILE,
        out,
        patch,
        1f,
        patches.floats(),
        patch,
        binding.weights().weights().floats(),
        out,
        0f,
        products.floats(),
        out);
    for (int i = 0; i < count; i++) {
      finish(first + i, list.get(first + i), i * out);
    }
  }

  private void gather(int pixel, int at) {
    ConvSpec spec = conv.spec();
    Plane in = binding.in();
    FloatBuffer target = patches.floats();
    int channels = in.shape().channels();
    int y = binding.window().sourceY(pixel >>> 16, 0);
    int x = binding.window().sourceX(pixel & 0xffff, 0);
    int first = in.origin() + y * in.rowStride() + x * in.pixelStride();
    int to = at;
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int tap = ky * spec.dilationY() * in.rowStride() + kx * spec.dilationX() * in.pixelStride();
        target.put(to, in.floats(), first + tap, channels);
        if (binding.inFactors() != null) {
          multiply(target, to, channels);
        }
        to += channels;
      }
    }
  }

  private void multiply(FloatBuffer patch, int at, int channels) {
    for (int c = 0; c < channels; c++) {
      patch.put(at + c, patch.get(at + c) * binding.inFactors().get(c, 0, 0));
    }
  }

  private void finish(int i, int pixel, int at) {
    float[] sums = new float[conv.outChannels()];
    products.floats().get(at, sums);
    JavaConv.finish(binding, i, pixel, sums);
  }
}

package org.skipconv.core.internal.kernel;

import org.bytedeco.javacpp.Loader;
import org.skipconv.core.graph.Conv;

/**
 * For machines without native kernels where there is OpenBLAS, an optional dependency: convolutions
 * gather the patches of open pixels and multiply them with its sgemm. Everything else, and
 * convolutions in groups, are loops in Java.
 */
public final class OpenBlasKernels extends JavaKernels {
  private static final String LIBRARY = "org.bytedeco.openblas.global.openblas_nolapack";

  /**
   * Loads OpenBLAS.
   *
   * @throws LinkageError when it is not on the class path, or has no native code for this machine
   */
  public static void require() {
    try {
      Loader.load(Class.forName(LIBRARY));
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError("there is no " + e.getMessage() + " on the class path");
    }
  }

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, Plane.Element in, PackedConv sharing) {
    if (conv.spec().groups() > 1) {
      return super.pack(conv, inChannels, in, sharing);
    }
    Memory weights = sharing != null ? sharing.weights() : OpenBlasConv.packWeights(conv);
    return new PackedConv(conv, weights, null, null, null, false, 1, false);
  }

  @Override
  public PixelKernel conv(Planes owner, ConvBinding binding) {
    boolean grouped = binding.weights().conv().spec().groups() > 1;
    return grouped ? super.conv(owner, binding) : new OpenBlasConv(owner, binding);
  }
}

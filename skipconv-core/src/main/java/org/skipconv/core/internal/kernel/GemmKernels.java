package org.skipconv.core.internal.kernel;

import java.util.List;
import org.skipconv.core.KernelInfo;
import org.skipconv.core.graph.Conv;

/**
 * For machines without native kernels: convolutions gather the patches of open pixels and multiply
 * them with OpenBLAS's sgemm, which ND4J brings along. Everything else, and convolutions in groups,
 * are the twin's plain loops.
 */
public final class GemmKernels extends TwinKernels {
  private final KernelInfo info;

  public GemmKernels(KernelInfo info) {
    this.info = info;
  }

  public GemmKernels() {
    this(new KernelInfo("openblas", "asked for", List.of()));
  }

  @Override
  public KernelInfo info() {
    return info;
  }

  @Override
  public PackedConv pack(Conv conv, int inChannels, PackedConv sharing) {
    if (conv.spec().groups() > 1) {
      return super.pack(conv, inChannels, sharing);
    }
    Memory weights = sharing != null ? sharing.weights() : GemmConv.packWeights(conv);
    return new PackedConv(conv, weights, null, null, null, false, 1, false);
  }

  @Override
  public PixelKernel conv(ConvBinding binding) {
    return binding.weights().weights() == null ? super.conv(binding) : new GemmConv(binding);
  }
}

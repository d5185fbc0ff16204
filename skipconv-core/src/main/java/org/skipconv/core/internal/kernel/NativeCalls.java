package org.skipconv.core.internal.kernel;

import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;

/** Fills the structs of the C interface from bindings. */
final class NativeCalls {
  private NativeCalls() {}

  static NativeBinding.Map map(Plane map) {
    NativeBinding.Map filled = new NativeBinding.Map();
    fill(filled, map);
    return filled;
  }

  private static void fill(NativeBinding.Map target, Plane map) {
    target.data(map == null ? 0 : map.address());
    target.row(map == null ? 0 : map.rowStride());
    target.pixel(map == null ? 0 : map.pixelStride());
  }

  /** {@code sk_activation}. */
  private static int code(Activation activation) {
    return switch (activation) {
      case NONE -> 0;
      case RELU -> 1;
      case RELU6 -> 2;
      case SILU -> 3;
      case SIGMOID -> 4;
    };
  }

  /** {@code sk_norm}. */
  private static int code(ConvBinding.Norm norm) {
    return switch (norm) {
      case NONE -> 0;
      case CHANGE -> 1;
      case SIZE -> 2;
    };
  }

  private static long addressOf(Memory memory) {
    return memory == null ? 0 : memory.address();
  }

  static NativeBinding.ConvCall conv(ConvBinding binding) {
    NativeBinding.ConvCall call = new NativeBinding.ConvCall();
    fill(call.in(), binding.in());
    fill(call.out(), binding.out());
    fill(call.add(), binding.add());
    fill(call.residual(), binding.residual());
    call.weights(binding.weights().weights().address());
    call.scale(binding.weights().scale().address());
    call.bias(binding.weights().bias().address());
    call.blocks(binding.weights().blocks().address());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    call.normStride(binding.normStride());
    ConvSpec spec = binding.window().spec();
    call.kernelHeight(spec.kernelHeight());
    call.kernelWidth(spec.kernelWidth());
    call.strideY(spec.strideY());
    call.strideX(spec.strideX());
    call.dilation(spec.dilation());
    Padding.Explicit padding = binding.window().padding();
    call.padTop(padding.top());
    call.padLeft(padding.left());
    call.activation(code(binding.activation()));
    call.channels(binding.weights().conv().outChannels());
    call.half(binding.weights().half() ? 1 : 0);
    call.accumulate(binding.accumulate() ? 1 : 0);
    call.norm(code(binding.norm()));
    return call;
  }

  static NativeBinding.SumCall sum(SumBinding binding) {
    NativeBinding.SumCall call = new NativeBinding.SumCall();
    call.terms(binding.terms().size());
    call.channels(binding.out().shape().channels());
    call.activation(code(binding.activation()));
    for (int i = 0; i < binding.terms().size(); i++) {
      SumBinding.Term term = binding.terms().get(i);
      fill(call.in(i), term.map());
      call.factor(i, term.factor());
      call.rows(i, term.rows().address());
      call.columns(i, term.columns().address());
    }
    fill(call.out(), binding.out());
    fill(call.residual(), binding.residual());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    return call;
  }

  static NativeBinding.PoolCall window(WindowGeometry window) {
    NativeBinding.PoolCall call = new NativeBinding.PoolCall();
    ConvSpec spec = window.spec();
    call.inHeight(window.in().height());
    call.inWidth(window.in().width());
    call.channels(window.out().channels());
    call.kernelHeight(spec.kernelHeight());
    call.kernelWidth(spec.kernelWidth());
    call.strideY(spec.strideY());
    call.strideX(spec.strideX());
    call.dilation(spec.dilation());
    call.padTop(window.padding().top());
    call.padLeft(window.padding().left());
    return call;
  }

  static NativeBinding.PoolCall pool(PoolBinding binding) {
    NativeBinding.PoolCall call = window(binding.window());
    fill(call.in(), binding.in());
    fill(call.out(), binding.out());
    fill(call.residual(), binding.residual());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    return call;
  }

  static NativeBinding.PoolCall absDot(AbsDotBinding binding) {
    NativeBinding.PoolCall call = window(binding.window());
    fill(call.in(), binding.in());
    call.channels(binding.in().shape().channels());
    call.list(binding.list().address());
    call.norms(binding.sums().address());
    return call;
  }

  static NativeBinding.BilinearCall bilinear(BilinearBinding binding) {
    NativeBinding.BilinearCall call = new NativeBinding.BilinearCall();
    fill(call.in(), binding.in());
    fill(call.out(), binding.out());
    fill(call.residual(), binding.residual());
    call.channels(binding.out().shape().channels());
    call.rows0(binding.rows().low().address());
    call.rows1(binding.rows().high().address());
    call.rowWeight(binding.rows().weight().address());
    call.columns0(binding.columns().low().address());
    call.columns1(binding.columns().high().address());
    call.columnWeight(binding.columns().weight().address());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    return call;
  }

  static NativeBinding.ScaleCall scale(ScaleBinding binding) {
    NativeBinding.ScaleCall call = new NativeBinding.ScaleCall();
    fill(call.in(), binding.in());
    fill(call.out(), binding.out());
    fill(call.residual(), binding.residual());
    call.channels(binding.out().shape().channels());
    call.factors(binding.factors().address());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    return call;
  }

  static NativeBinding.CopyCall copy(CopyBinding binding) {
    NativeBinding.CopyCall call = new NativeBinding.CopyCall();
    fill(call.in(), binding.in());
    fill(call.out(), binding.out());
    fill(call.residual(), binding.residual());
    call.channels(binding.in().shape().channels());
    call.offset(binding.offset());
    call.list(binding.list().address());
    call.norms(addressOf(binding.norms()));
    return call;
  }
}

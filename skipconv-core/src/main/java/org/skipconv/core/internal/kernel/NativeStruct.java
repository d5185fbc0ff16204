package org.skipconv.core.internal.kernel;

import java.nio.ByteBuffer;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;

/** Writes the fields of a struct of the C interface; offsets are those of {@link NativeLayout}. */
final class NativeStruct {
  private final ByteBuffer bytes;
  private final int begin;

  /** A struct that begins so many bytes after the beginning of a block. */
  NativeStruct(Memory block, int begin) {
    this.bytes = block.bytes();
    this.begin = begin;
  }

  NativeStruct put(int offset, int value) {
    bytes.putInt(begin + offset, value);
    return this;
  }

  NativeStruct put(int offset, float value) {
    bytes.putFloat(begin + offset, value);
    return this;
  }

  NativeStruct putLong(int offset, long value) {
    bytes.putLong(begin + offset, value);
    return this;
  }

  /** The address of a block; 0 for null. */
  NativeStruct putAddress(int offset, Memory memory) {
    return putLong(offset, memory == null ? 0 : memory.address());
  }

  /** {@code sk_map}; all 0 for null. */
  NativeStruct putMap(int offset, Plane plane) {
    putLong(offset + NativeLayout.MAP_DATA, plane == null ? 0 : plane.address());
    putLong(offset + NativeLayout.MAP_ROW, plane == null ? 0 : plane.rowStride());
    putLong(offset + NativeLayout.MAP_PIXEL, plane == null ? 0 : plane.pixelStride());
    return put(
        offset + NativeLayout.MAP_ELEMENT, plane == null ? 0 : NativeLayout.code(plane.element()));
  }

  /** {@code sk_activation} */
  NativeStruct putActivation(int offset, Activation activation) {
    put(offset + NativeLayout.ACTIVATION_KIND, NativeLayout.code(activation.function()));
    put(offset + NativeLayout.ACTIVATION_A, activation.a());
    return put(offset + NativeLayout.ACTIVATION_B, activation.b());
  }

  /** {@code sk_target} */
  NativeStruct putTarget(int offset, Target target) {
    putMap(offset + NativeLayout.TARGET_OUT, target.out());
    putMap(offset + NativeLayout.TARGET_RESIDUAL, target.residual());
    putAddress(offset + NativeLayout.TARGET_LIST, target.list());
    putAddress(offset + NativeLayout.TARGET_NORMS, target.norms());
    put(offset + NativeLayout.TARGET_FIRST_CHANNEL, target.firstChannel());
    put(offset + NativeLayout.TARGET_CHANNELS, target.channels());
    return put(offset + NativeLayout.TARGET_CONTINUES_NORMS, target.continuesNorms() ? 1 : 0);
  }

  /** {@code sk_window} */
  NativeStruct putWindow(int offset, WindowGeometry window) {
    ConvSpec spec = window.spec();
    put(offset + NativeLayout.WINDOW_KERNEL_HEIGHT, spec.kernelHeight());
    put(offset + NativeLayout.WINDOW_KERNEL_WIDTH, spec.kernelWidth());
    put(offset + NativeLayout.WINDOW_STRIDE_Y, spec.strideY());
    put(offset + NativeLayout.WINDOW_STRIDE_X, spec.strideX());
    put(offset + NativeLayout.WINDOW_PAD_TOP, window.padding().top());
    put(offset + NativeLayout.WINDOW_PAD_LEFT, window.padding().left());
    put(offset + NativeLayout.WINDOW_DILATION_Y, spec.dilationY());
    put(offset + NativeLayout.WINDOW_DILATION_X, spec.dilationX());
    put(offset + NativeLayout.WINDOW_IN_HEIGHT, window.in().height());
    return put(offset + NativeLayout.WINDOW_IN_WIDTH, window.in().width());
  }
}

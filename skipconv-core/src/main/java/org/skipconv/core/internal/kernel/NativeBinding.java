package org.skipconv.core.internal.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.ByRef;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.MemberSetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The C interface of {@code src/main/cpp/skipconv.h}, function by function. JavaCPP makes the JNI
 * code from this class.
 *
 * <p>Initialising it loads the library, and fails with an UnsatisfiedLinkError where there is none.
 */
@Platform(include = "skipconv.h", library = "jniskipconv", compiler = "cpp17")
final class NativeBinding {
  static {
    Loader.load();
  }

  private NativeBinding() {}

  @Name("sk_supported")
  static native int supported(int tier);

  @Name("sk_block_vectors")
  static native int blockVectors(int tier);

  @Name("sk_half")
  static native int half(int tier);

  @Name("sk_lanes")
  static native int lanes(int tier);

  /** {@code sk_map}: address and strides of a map. */
  @Name("sk_map")
  static final class Map extends Pointer {
    Map() {
      allocate();
    }

    Map(Pointer pointer) {
      super(pointer);
    }

    private native void allocate();

    @MemberSetter
    native void data(@Cast("int64_t") long value);

    @MemberSetter
    native void row(@Cast("int64_t") long value);

    @MemberSetter
    native void pixel(@Cast("int64_t") long value);
  }

  /** {@code sk_conv_call}. */
  @Name("sk_conv_call")
  static final class ConvCall extends Pointer {
    ConvCall() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    @ByRef
    native Map in();

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map add();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void weights(@Cast("int64_t") long address);

    @MemberSetter
    native void scale(@Cast("int64_t") long address);

    @MemberSetter
    native void bias(@Cast("int64_t") long address);

    @MemberSetter
    native void blocks(@Cast("int64_t") long address);

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);

    @MemberSetter
    native void normStride(@Cast("int64_t") long value);

    @MemberSetter
    native void kernelHeight(int value);

    @MemberSetter
    native void kernelWidth(int value);

    @MemberSetter
    native void strideY(int value);

    @MemberSetter
    native void strideX(int value);

    @MemberSetter
    native void padTop(int value);

    @MemberSetter
    native void padLeft(int value);

    @MemberSetter
    native void dilation(int value);

    @MemberSetter
    native void activation(int value);

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void half(int value);

    @MemberSetter
    native void accumulate(int value);

    @MemberSetter
    native void norm(int value);
  }

  /** {@code sk_sum_call}. */
  @Name("sk_sum_call")
  static final class SumCall extends Pointer {
    SumCall() {
      allocate();
    }

    private native void allocate();

    @MemberSetter
    native void terms(int value);

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void activation(int value);

    @MemberGetter
    @ByRef
    native Map in(int term);

    @MemberSetter
    native void rows(int term, @Cast("int64_t") long address);

    @MemberSetter
    native void columns(int term, @Cast("int64_t") long address);

    @MemberSetter
    native void factor(int term, float value);

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);
  }

  /** {@code sk_pool_call}. */
  @Name("sk_pool_call")
  static final class PoolCall extends Pointer {
    PoolCall() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    @ByRef
    native Map in();

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void inHeight(int value);

    @MemberSetter
    native void inWidth(int value);

    @MemberSetter
    native void kernelHeight(int value);

    @MemberSetter
    native void kernelWidth(int value);

    @MemberSetter
    native void strideY(int value);

    @MemberSetter
    native void strideX(int value);

    @MemberSetter
    native void padTop(int value);

    @MemberSetter
    native void padLeft(int value);

    @MemberSetter
    native void dilation(int value);

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);
  }

  /** {@code sk_bilinear_call}. */
  @Name("sk_bilinear_call")
  static final class BilinearCall extends Pointer {
    BilinearCall() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    @ByRef
    native Map in();

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void rows0(@Cast("int64_t") long address);

    @MemberSetter
    native void rows1(@Cast("int64_t") long address);

    @MemberSetter
    native void rowWeight(@Cast("int64_t") long address);

    @MemberSetter
    native void columns0(@Cast("int64_t") long address);

    @MemberSetter
    native void columns1(@Cast("int64_t") long address);

    @MemberSetter
    native void columnWeight(@Cast("int64_t") long address);

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);
  }

  /** {@code sk_copy_call}. */
  @Name("sk_copy_call")
  static final class CopyCall extends Pointer {
    CopyCall() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    @ByRef
    native Map in();

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void offset(int value);

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);
  }

  /** {@code sk_scale_call}. */
  @Name("sk_scale_call")
  static final class ScaleCall extends Pointer {
    ScaleCall() {
      allocate();
    }

    private native void allocate();

    @MemberGetter
    @ByRef
    native Map in();

    @MemberGetter
    @ByRef
    native Map out();

    @MemberGetter
    @ByRef
    native Map residual();

    @MemberSetter
    native void channels(int value);

    @MemberSetter
    native void factors(@Cast("int64_t") long address);

    @MemberSetter
    native void list(@Cast("int64_t") long address);

    @MemberSetter
    native void norms(@Cast("int64_t") long address);
  }

  @Name("sk_conv")
  static native void conv(int tier, ConvCall call, int begin, int end, int partBegin, int partEnd);

  @Name("sk_depthwise")
  static native void depthwise(
      int tier, ConvCall call, int begin, int end, int partBegin, int partEnd);

  @Name("sk_sum")
  static native void sum(int tier, SumCall call, int begin, int end);

  @Name("sk_max_pool")
  static native void maxPool(int tier, PoolCall call, int begin, int end);

  @Name("sk_bilinear")
  static native void bilinear(int tier, BilinearCall call, int begin, int end);

  @Name("sk_copy")
  static native void copy(int tier, CopyCall call, int begin, int end);

  @Name("sk_channel_scale")
  static native void channelScale(int tier, ScaleCall call, int begin, int end);

  @Name("sk_abs_dot")
  static native void absDot(
      int tier,
      PoolCall window,
      @Cast("int64_t") long weights,
      int weightStride,
      int begin,
      int end);

  @Name("sk_row_sums")
  static native void rowSums(
      int tier,
      @Cast("int64_t") long data,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int begin,
      int end,
      @Cast("int64_t") long sums,
      @Cast("int64_t") long stride);

  @Name("sk_magnitude")
  static native int magnitude(
      int tier,
      @Cast("int64_t") long values,
      @Cast("int64_t") long count,
      int neighbour,
      double[] sums);

  @Name("sk_load_frame")
  @Cast("int64_t")
  static native long loadFrame(
      int tier,
      @Cast("int64_t") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      Map map,
      Map residual,
      int channels,
      int height,
      int width,
      float threshold,
      float strong,
      @Cast("int64_t") long change);

  @Name("sk_pool_change")
  static native void poolChange(
      int tier,
      PoolCall window,
      @Cast("int64_t") long change,
      @Cast("int64_t") long pending,
      int outWidth,
      int outBegin,
      int outEnd,
      @Cast("int64_t") long scratch);

  @Name("sk_add_scaled")
  static native void addScaled(
      int tier,
      @Cast("int64_t") long target,
      @Cast("int64_t") long source,
      float factor,
      int count);

  @Name("sk_above")
  static native void above(
      int tier,
      @Cast("int64_t") long values,
      float threshold,
      @Cast("int64_t") long mask,
      int count);

  @Name("sk_mark")
  static native void mark(
      int tier,
      @Cast("int64_t") long change,
      int inWidth,
      @Cast("int64_t") long rowLow,
      @Cast("int64_t") long rowHigh,
      @Cast("int64_t") long columnLow,
      @Cast("int64_t") long columnHigh,
      @Cast("int64_t") long mask,
      int outWidth,
      int outBegin,
      int outEnd);

  @Name("sk_compact")
  static native int compact(
      int tier,
      @Cast("int64_t") long mask,
      @Cast("int64_t") long pending,
      int width,
      int begin,
      int end,
      @Cast("int64_t") long list);

  @Name("sk_scatter_norms")
  static native int scatterNorms(
      int tier,
      @Cast("int64_t") long norms,
      @Cast("int64_t") long normStride,
      int parts,
      @Cast("int64_t") long list,
      int count,
      int width,
      @Cast("int64_t") long change);

  @Name("sk_total")
  static native double total(
      int tier,
      @Cast("int64_t") long norms,
      @Cast("int64_t") long normStride,
      int parts,
      int count);

  @Name("sk_abs_sum")
  static native double absSum(
      int tier,
      @Cast("int64_t") long data,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int begin,
      int end);

  @Name("sk_clear_pixels")
  static native void clearPixels(
      int tier, Map map, int channels, @Cast("int64_t") long list, int count);

  @Name("sk_fma_loop")
  static native double fmaLoop(int tier, int iterations);

  @Name("sk_fill")
  static native void fill(
      int tier, @Cast("int64_t") long bytes, int value, @Cast("int64_t") long count);
}

package org.skipconv.core.internal.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The C interface of {@code src/main/cpp/skipconv.h}, function by function. JavaCPP makes the JNI
 * code from this class, and there turns addresses into pointers.
 *
 * <p>Initialising it loads the library, and fails with an UnsatisfiedLinkError where there is none.
 */
@Platform(include = "skipconv.h", library = "jniskipconv", compiler = "cpp17")
final class NativeBinding {
  static {
    NativeLibraries.unpack(NativeBinding.class, "jniskipconv");
    Loader.load();
  }

  private NativeBinding() {}

  @Name("sk_supported")
  static native int supported(int tier);

  @Name("sk_block_vectors")
  static native int blockVectors(int tier);

  @Name("sk_half")
  static native int half(int tier);

  @Name("sk_step")
  static native int step(int tier);

  @Name("sk_lanes")
  static native int lanes(int tier);

  @Name("sk_convolve")
  static native void convolve(
      int tier,
      @Cast("const sk_conv_call*") long call,
      int begin,
      int end,
      int partBegin,
      int partEnd);

  @Name("sk_convolve_depthwise")
  static native void convolveDepthwise(
      int tier,
      @Cast("const sk_conv_call*") long call,
      int begin,
      int end,
      int partBegin,
      int partEnd);

  @Name("sk_pixels")
  static native void pixels(int tier, @Cast("const sk_pixel_call*") long call, int begin, int end);

  @Name("sk_convolve_magnitudes")
  static native void convolveMagnitudes(
      int tier, @Cast("const sk_magnitude_call*") long call, int begin, int end);

  @Name("sk_magnitude")
  @CriticalRegion
  static native int magnitude(
      int tier,
      @Cast("const float*") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      int channels,
      int height,
      int width,
      @Cast("const uint8_t*") byte @Nullable [] changed,
      @Cast("float*") long rowSums,
      double[] sums);

  @Name("sk_resample")
  @CriticalRegion
  static native int resample(
      int tier,
      @Cast("const uint8_t*") byte[] rgb,
      @Cast("uint8_t*") long before,
      int sourceHeight,
      int sourceWidth,
      @Cast("const int32_t*") long rows,
      int height,
      int rowBegin,
      int rowEnd,
      @Cast("const int32_t*") long columns,
      int width,
      int columnBegin,
      int columnEnd,
      @Cast("const float*") long colours,
      int reversed,
      int whole,
      @Cast("float*") long lines,
      @Cast("uint8_t*") long cells,
      @Cast("float*") long out);

  @Name("sk_load_frame")
  @Cast("int64_t")
  static native long loadFrame(
      int tier,
      @Cast("const float*") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      @Cast("float*") long held,
      @Cast("int64_t") long heldRow,
      @Cast("int64_t") long heldPixel,
      @Cast("float*") long residual,
      @Cast("int64_t") long residualRow,
      @Cast("int64_t") long residualPixel,
      int channels,
      int height,
      int width,
      float threshold,
      float strong,
      @Cast("float*") long change);

  @Name("sk_take_frame")
  static native void takeFrame(
      int tier,
      @Cast("const float*") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      @Cast("float*") long held,
      @Cast("int64_t") long heldRow,
      @Cast("int64_t") long heldPixel,
      int channels,
      int height,
      int width);

  @Name("sk_compare_frame")
  static native int compareFrame(
      int tier,
      @Cast("const float*") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      @Cast("const float*") long held,
      @Cast("int64_t") long heldRow,
      @Cast("int64_t") long heldPixel,
      int channels,
      int height,
      int width,
      @Cast("const float*") long weights,
      float strong,
      @Cast("const uint8_t*") long cells,
      @Cast("float*") long luma,
      @Cast("float*") long before,
      @Cast("float*") long difference,
      @Cast("int64_t") long differenceRow,
      @Cast("float*") long norms,
      @Cast("uint32_t*") long peaks);

  @Name("sk_sample_noise")
  static native int sampleNoise(
      int tier,
      @Cast("const float*") long luma,
      @Cast("const float*") long before,
      int height,
      int width,
      int step,
      @Cast("float*") long samples);

  @Name("sk_open_changes")
  static native void openChanges(
      int tier,
      @Cast("const float*") long difference,
      @Cast("int64_t") long differenceRow,
      @Cast("const float*") long luma,
      @Cast("const float*") long norms,
      @Cast("const uint32_t*") long peaks,
      int height,
      int width,
      @Cast("const float*") long limits,
      @Cast("uint8_t*") long flags,
      @Cast("uint8_t*") long mask);

  @Name("sk_take_open")
  static native int takeOpen(
      int tier,
      @Cast("const float*") long frame,
      @Cast("int64_t") long channelStride,
      @Cast("int64_t") long rowStride,
      @Cast("int64_t") long pixelStride,
      @Cast("float*") long held,
      @Cast("int64_t") long heldRow,
      @Cast("int64_t") long heldPixel,
      int channels,
      int height,
      int width,
      @Cast("const uint8_t*") long mask,
      @Cast("float*") long difference,
      @Cast("int64_t") long differenceRow,
      @Cast("float*") long norms,
      @Cast("uint32_t*") long peaks,
      @Cast("float*") long changes,
      @Cast("uint8_t*") long written);

  @Name("sk_pool_change")
  static native void poolChange(
      int tier,
      @Cast("const sk_window*") long window,
      @Cast("const float*") long change,
      @Cast("float*") long pending,
      int outWidth,
      int outBegin,
      int outEnd,
      @Cast("float*") long scratch);

  @Name("sk_add_scaled")
  static native void addScaled(
      int tier,
      @Cast("float*") long target,
      @Cast("const float*") long source,
      float factor,
      int count);

  @Name("sk_open_above")
  static native void openAbove(
      int tier,
      @Cast("const float*") long values,
      float threshold,
      @Cast("uint8_t*") long mask,
      int count);

  @Name("sk_open_dependents")
  static native void openDependents(
      int tier,
      @Cast("const float*") long change,
      int inWidth,
      @Cast("const int32_t*") long rowLow,
      @Cast("const int32_t*") long rowHigh,
      @Cast("const int32_t*") long columnLow,
      @Cast("const int32_t*") long columnHigh,
      @Cast("uint8_t*") long mask,
      int outWidth,
      int outBegin,
      int outEnd);

  @Name("sk_list_open")
  static native int listOpen(
      int tier,
      @Cast("uint8_t*") long mask,
      @Cast("float*") long pending,
      int width,
      int begin,
      int end,
      @Cast("int32_t*") long list);

  @Name("sk_scatter_norms")
  static native int scatterNorms(
      int tier,
      @Cast("const float*") long norms,
      @Cast("int64_t") long normStride,
      int parts,
      @Cast("const int32_t*") long list,
      int count,
      int width,
      @Cast("float*") long change);

  @Name("sk_sum_norms")
  static native double sumNorms(
      int tier,
      @Cast("const float*") long norms,
      @Cast("int64_t") long normStride,
      int parts,
      int count);

  @Name("sk_sum_magnitudes")
  static native double sumMagnitudes(
      int tier,
      @Cast("const void*") long map,
      int element,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int begin,
      int end,
      @Cast("const float*") long factors);

  @Name("sk_change_factors")
  static native void changeFactors(
      int tier,
      @Cast("const void*") long map,
      int element,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int begin,
      int end,
      @Cast("const float*") long factors,
      @Cast("const float*") long next,
      @Cast("float*") long change);

  @Name("sk_sum_runs")
  static native void sumRuns(
      int tier,
      @Cast("const void*") long map,
      int element,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int run,
      int begin,
      int end,
      @Cast("const float*") long change,
      @Cast("float*") long sums,
      @Cast("int64_t") long stride);

  @Name("sk_maxima_of_runs")
  static native void maximaOfRuns(
      int tier,
      @Cast("const void*") long map,
      int element,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      int width,
      int run,
      int begin,
      int end,
      @Cast("const float*") long change,
      @Cast("float*") long maxima,
      @Cast("int64_t") long stride);

  @Name("sk_add_up")
  static native void addUp(
      int tier,
      @Cast("const float*") long sums,
      @Cast("int64_t") long count,
      int channels,
      @Cast("int64_t") long stride,
      double[] totals);

  @Name("sk_clear_pixels")
  static native void clearPixels(
      int tier,
      @Cast("void*") long map,
      int element,
      @Cast("int64_t") long row,
      @Cast("int64_t") long pixel,
      int channels,
      @Cast("const int32_t*") long list,
      int count);

  @Name("sk_fill_bytes")
  static native void fillBytes(
      int tier, @Cast("uint8_t*") long bytes, int value, @Cast("int64_t") long count);
}

package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Map;
import java.util.TreeMap;

/** Node tests that are not computed by the engine although it has the operator, and why. */
final class NodeTestLimits {
  /** Tests of operators of the graph that become foreign parts. */
  static final TreeMap<String, String> FOREIGN = new TreeMap<>();

  /** Tests of operators of the graph that nothing is left to be computed of. */
  static final TreeMap<String, String> FOLDED = new TreeMap<>();

  /** Foreign tests that ONNX Runtime cannot be given as a part. */
  static final TreeMap<String, String> NOT_BY_ONNX_RUNTIME = new TreeMap<>();

  /** Tests of the engine whose results are others by intent. */
  static final TreeMap<String, String> OTHER_RESULTS = new TreeMap<>();

  private static final double SAME = 1e-4;

  /** Rounding of the expected values themselves. */
  private static final Map<String, Double> ROUNDED =
      Map.of("test_averagepool_2d_ceil_last_window_starts_on_pad", 5e-4);

  static {
    String cubic = "a cubic resize";
    for (String test :
        new String[] {
          "downsample_scales_cubic",
          "downsample_scales_cubic_A_n0p5_exclude_outside",
          "downsample_scales_cubic_align_corners",
          "downsample_scales_cubic_antialias",
          "downsample_sizes_cubic",
          "downsample_sizes_cubic_antialias",
          "upsample_scales_cubic",
          "upsample_scales_cubic_A_n0p5_exclude_outside",
          "upsample_scales_cubic_align_corners",
          "upsample_scales_cubic_asymmetric",
          "upsample_sizes_cubic"
        }) {
      FOREIGN.put("test_resize_" + test, cubic);
    }
    FOREIGN.put("test_resize_downsample_scales_linear_antialias", "a resize with antialias");
    FOREIGN.put("test_resize_downsample_sizes_linear_antialias", "a resize with antialias");
    String symmetric = "the coordinates half_pixel_symmetric";
    FOREIGN.put("test_resize_downsample_scales_linear_half_pixel_symmetric", symmetric);
    FOREIGN.put("test_resize_upsample_scales_linear_half_pixel_symmetric", symmetric);
    for (String test : new String[] {"", "_axes_2_3", "_axes_3_2", "_extrapolation_value"}) {
      FOREIGN.put("test_resize_tf_crop_and_resize" + test, "the coordinates tf_crop_and_resize");
    }
    FOREIGN.put("test_convtranspose_3d", "a window of three axes");
    String places = "the places of the maxima";
    FOREIGN.put("test_maxpool_with_argmax_2d_precomputed_pads", places);
    FOREIGN.put("test_maxpool_with_argmax_2d_precomputed_strides", places);
    FOREIGN.put("test_qlinearconv", "an input of whole numbers");
    NOT_BY_ONNX_RUNTIME.put(
        "test_resize_downsample_scales_cubic_align_corners",
        "ONNX Runtime rounds the size before it aligns the corners");
    OTHER_RESULTS.put(
        "test_resize_downsample_scales_linear_align_corners",
        "the size is rounded before the corners are aligned, as in ONNX Runtime");
    for (String test : new String[] {"_1", "_2", "_nokeepdims"}) {
      NOT_BY_ONNX_RUNTIME.put("test_split_to_sequence" + test, "the result is a sequence");
    }
    String rounding = "activations are not rounded to whole numbers";
    for (String test :
        new String[] {
          "dynamicquantizelinear",
          "dynamicquantizelinear_max_adjusted",
          "dynamicquantizelinear_min_adjusted",
          "quantizelinear",
          "quantizelinear_axis"
        }) {
      OTHER_RESULTS.put("test_" + test, rounding);
    }
    FOLDED.put("test_cast_FLOAT16_to_FLOAT", "a frame of NaN or infinity");
    FOLDED.put("test_cast_FLOAT_to_FLOAT16", "a frame of NaN or infinity");
    FOLDED.put("test_dequantizelinear", "an input of whole numbers");
    FOLDED.put("test_dequantizelinear_axis", "an input of whole numbers");
    String empty = "a tensor without elements";
    for (String test :
        new String[] {
          "reduce_max_empty_set",
          "reduce_sum_empty_set",
          "reduce_sum_empty_set_non_reduced_axis_zero",
          "reduce_sum_square_empty_set",
          "reshape_allowzero_reordered",
          "split_zero_size_splits_opset13",
          "split_zero_size_splits_opset18"
        }) {
      FOLDED.put("test_" + test, empty);
    }
  }

  private NodeTestLimits() {}

  /** Largest difference from an expected tensor, relative to its largest magnitude. */
  static double tolerance(String test, TensorProto expected) {
    return switch (TensorProto.DataType.forNumber(expected.getDataType())) {
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      default -> ROUNDED.getOrDefault(test, SAME);
    };
  }
}

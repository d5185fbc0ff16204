package org.skipconv.models.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What makes a node of an operator that the graph carries a foreign part, in words. */
final class OperatorLimits {
  private static final Map<String, String> LIMITS = new HashMap<>();

  static {
    put(
        "operands in maps of different sizes; a constant that differs from pixel to pixel of more"
            + " than 64 pixels",
        List.of("Add", "Div", "Max", "Min", "Mul", "PRelu", "Pow", "Sub", "Sum"));
    put("limits that are not constant", List.of("Clip"));
    put(
        "weights that are not constant, windows of three axes, negative pads, batches of more than"
            + " 16",
        List.of("Conv", "ConvTranspose", "FusedConv"));
    put("weights that are not constant, windows of three axes", List.of("ConvInteger"));
    put(
        "weights that are not constant; activations are not rounded to whole numbers",
        List.of("QLinearConv"));
    put(
        "nothing; activations are not rounded to whole numbers",
        List.of("DequantizeLinear", "DynamicQuantizeLinear", "QuantizeLinear"));
    put("training", List.of("BatchNormalization"));
    put(
        "scales that are not constant, batches of more than 16",
        List.of("GroupNormalization", "InstanceNormalization"));
    put("more than 1024 channels, batches of more than 16", List.of("LRN"));
    put("a second operand that is not constant", List.of("Gemm", "MatMul"));
    put(
        "windows of three axes, negative pads, batches of more than 16; a padding that is counted"
            + " where sizes are rounded up",
        List.of("AveragePool"));
    put(
        "windows of three axes, negative pads, batches of more than 16, the places of the maxima",
        List.of("MaxPool"));
    put("batches of more than 16", List.of("GlobalAveragePool", "GlobalMaxPool"));
    put(
        "axes that are not constant, a tensor that does not lie in a map",
        List.of("ReduceL2", "ReduceMax", "ReduceMean", "ReduceSum", "ReduceSumSquare"));
    put(
        "cubic, antialias, the coordinates tf_crop_and_resize and half_pixel_symmetric; linear over"
            + " other axes than the picture's; sizes that are not constant",
        List.of("Resize", "Upsample"));
    put("whole numbers as the result", List.of("Cast"));
    put("constants other than 0 beside maps", List.of("Concat"));
    put("a border of more than 256 in magnitude; pads that are not constant", List.of("Pad"));
    put(
        "shapes, axes, indices or sizes that are not constant",
        List.of("Expand", "Gather", "Reshape", "Slice", "Split", "Squeeze", "Tile", "Unsqueeze"));
  }

  private OperatorLimits() {}

  private static void put(String limit, List<String> operators) {
    operators.forEach(operator -> LIMITS.put(operator, limit));
  }

  /** Operators that something is said of. */
  static Iterable<String> operators() {
    return LIMITS.keySet();
  }

  static String of(String operator) {
    return LIMITS.getOrDefault(operator, "nothing");
  }
}

package org.skipconv.models.onnx;

import java.util.List;
import org.skipconv.models.onnx.Lowering.Handling;

/**
 * Operators of quantised networks: weights are taken as the numbers that they stand for, and the
 * rounding of activations is left out, so that results are those of the network before it was
 * quantised, as far as its weights still are.
 */
final class QuantizedRules {
  private QuantizedRules() {}

  static void register(Lowering.Registry rules) {
    rules.add("QuantizeLinear", Handling.REWRITTEN, (n, values) -> List.of(through(n, values)));
    rules.add("DequantizeLinear", Handling.REWRITTEN, (n, values) -> List.of(through(n, values)));
    rules.add(
        "DynamicQuantizeLinear",
        Handling.REWRITTEN,
        (node, values) ->
            List.of(
                through(node, values),
                OnnxConstant.scalar(1),
                OnnxConstant.integers(new int[0], new long[1])));
    rules.add(
        "ConvInteger", Handling.REWRITTEN, (node, values) -> List.of(convInteger(node, values)));
    rules.add(
        "QLinearConv", Handling.REWRITTEN, (node, values) -> List.of(quantisedConv(node, values)));
  }

  private static OnnxView through(OnnxNode node, OnnxValues values) {
    return values.view(node, 0).renamed(node.result());
  }

  private static OnnxView convInteger(OnnxNode node, OnnxValues values) {
    OnnxConstant zero = values.optionalConstant(node, 3);
    OnnxConstant weight =
        ConstantFolding.dequantized(values.constant(node, 1), OnnxConstant.scalar(1), zero, 0);
    OnnxView x = values.view(node, 0);
    OnnxConstant middle = values.constantOrNull(node, 2);
    if (middle != null && !(middle.isUniform() && middle.number(0) == 0)) {
      x = values.affine(node.result() + ".centred", x, null, middle.map(v -> -v));
    }
    return ConvRules.conv(node, values, x, weight, null);
  }

  private static OnnxView quantisedConv(OnnxNode node, OnnxValues values) {
    OnnxConstant inputScale = values.constant(node, 1);
    OnnxConstant weightScale = values.constant(node, 4);
    OnnxConstant weight =
        ConstantFolding.dequantized(
            values.constant(node, 3), weightScale, values.constant(node, 5), 0);
    OnnxConstant bias = values.optionalConstant(node, 8);
    if (bias != null) {
      float[] numbers = bias.floats().clone();
      for (int o = 0; o < numbers.length; o++) {
        int line = weightScale.elements() > 1 ? o : 0;
        numbers[o] *= inputScale.number(0) * weightScale.number(line);
      }
      bias = OnnxConstant.floats(new int[] {numbers.length}, numbers);
    }
    return ConvRules.conv(node, values, values.view(node, 0), weight, bias);
  }
}

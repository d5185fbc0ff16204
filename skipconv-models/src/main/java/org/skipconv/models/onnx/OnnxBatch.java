package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batches of several pictures, each of which goes through an operator alone. */
final class OnnxBatch {
  /** Each picture costs nodes of its own. */
  private static final int MAX_PICTURES = 16;

  private OnnxBatch() {}

  /** The results of an operator for each picture, one after the other. */
  static List<? extends OnnxValue> each(
      OnnxNode node, OnnxValues values, OnnxView x, Lowering.Rule rule) {
    int count = x.rank() > 2 ? x.size(0) : 1;
    if (count < 2 || count > MAX_PICTURES) {
      return rule.apply(node, values);
    }
    String operand = node.inputs().get(0);
    List<OnnxView> parts = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        values.put(operand, line(x, i));
        OnnxValue result = rule.apply(node, values).get(0);
        if (!(result instanceof OnnxView view)) {
          throw new NotInGraph(node + " gives a constant for a picture");
        }
        parts.add(view);
      }
    } finally {
      values.put(operand, x);
    }
    return List.of(together(node.result(), parts, count));
  }

  /** One line of the first axis, which stays as one of size 1. */
  static OnnxView line(OnnxView x, int line) {
    int[][] lines = new int[x.rank()][];
    lines[0] = new int[] {line};
    return x.select(x.name(), Selection.lines(x.dims(), lines));
  }

  /** Puts results of equal shapes after each other along their first axis. */
  static OnnxView together(String name, List<OnnxView> parts, int count) {
    int[] dims = parts.get(0).dims();
    int[] whole = Arrays.copyOf(dims, dims.length);
    whole[0] = Math.multiplyExact(dims[0], count);
    return OnnxView.together(name, parts).select(name, Selection.reshaped(whole));
  }
}

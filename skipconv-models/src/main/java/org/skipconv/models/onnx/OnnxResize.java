package org.skipconv.models.onnx;

import java.util.List;
import java.util.Locale;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Interpolate;

/** Writes a change of size in ONNX's operators. */
final class OnnxResize {
  private final OnnxGraph graph;
  private final String result;

  OnnxResize(OnnxGraph graph, String result) {
    this.graph = graph;
    this.result = result;
  }

  void bilinear(Interpolate operation, Node node, String x) {
    Shape in = node.input().shape();
    Shape out = node.shape();
    String mode = operation.coordinates().name().toLowerCase(Locale.ROOT);
    if (operation.scaleY() == 0 && operation.scaleX() == 0) {
      String sizes =
          graph.integers(result + ".sizes", 1, out.channels(), out.height(), out.width());
      resize(mode, x, "", sizes);
      return;
    }
    float vertical = scale(operation.scaleY(), in.height(), out.height());
    float horizontal = scale(operation.scaleX(), in.width(), out.width());
    // From scales ONNX finds the sizes.
    if ((int) (in.height() * vertical) != out.height()
        || (int) (in.width() * horizontal) != out.width()) {
      throw new IllegalArgumentException(
          node + " cannot be written in ONNX: the scales of " + operation + " give another size");
    }
    Tensor scales = Tensor.of(new float[] {1, 1, vertical, horizontal}, 4);
    resize(mode, x, graph.floats(result + ".scales", scales), null);
  }

  private static float scale(double given, int in, int out) {
    return given == 0 ? (float) out / in : (float) given;
  }

  private void resize(String mode, String x, String scales, String sizes) {
    List<String> operands = sizes == null ? List.of(x, "", scales) : List.of(x, "", "", sizes);
    graph
        .node("Resize", result, operands)
        .string("mode", "linear")
        .string("coordinate_transformation_mode", mode);
  }

  /**
   * Engines find the source with a scale in floating point, which misses {@code floor(i * source /
   * target)} by one now and then, except for whole scales.
   */
  void nearest(Shape in, Shape out, String x) {
    if (out.height() % in.height() == 0 && out.width() % in.width() == 0) {
      float vertical = (float) out.height() / in.height();
      float horizontal = (float) out.width() / in.width();
      Tensor scales = Tensor.of(new float[] {1, 1, vertical, horizontal}, 4);
      graph
          .node("Resize", result, List.of(x, "", graph.floats(result + ".scales", scales)))
          .string("mode", "nearest")
          .string("coordinate_transformation_mode", "asymmetric")
          .string("nearest_mode", "floor");
      return;
    }
    String rows = graph.unique(result + ".rows");
    gather(rows, x, 2, in.height(), out.height());
    gather(result, rows, 3, in.width(), out.width());
  }

  private void gather(String gathered, String x, int axis, int source, int target) {
    long[] indices = new long[target];
    for (int i = 0; i < target; i++) {
      indices[i] = (long) i * source / target;
    }
    String name = graph.integers(gathered + ".indices", indices);
    graph.node("Gather", gathered, List.of(x, name)).integer("axis", axis);
  }
}

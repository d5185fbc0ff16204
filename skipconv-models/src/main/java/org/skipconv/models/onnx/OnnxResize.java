package org.skipconv.models.onnx;

import java.util.List;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;

/** Writes a change of size in ONNX's operators. */
final class OnnxResize {
  private final OnnxGraph graph;
  private final String result;

  OnnxResize(OnnxGraph graph, String result) {
    this.graph = graph;
    this.result = result;
  }

  void bilinear(Shape out, String x) {
    String sizes = graph.integers(result + ".sizes", 1, out.channels(), out.height(), out.width());
    graph
        .node("Resize", result, List.of(x, "", "", sizes))
        .string("mode", "linear")
        .string("coordinate_transformation_mode", "half_pixel");
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

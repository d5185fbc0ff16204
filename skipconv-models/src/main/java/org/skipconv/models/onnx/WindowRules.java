package org.skipconv.models.onnx;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Operation;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.models.onnx.Lowering.Handling;

/** Pooling and changes of size. */
final class WindowRules {
  private WindowRules() {}

  static void register(Lowering.Registry rules) {
    rules.add("MaxPool", Handling.GRAPH, (node, values) -> List.of(maxPool(node, values)));
    rules.add("AveragePool", Handling.GRAPH, (node, values) -> List.of(averagePool(node, values)));
    rules.add(
        "GlobalAveragePool",
        Handling.GRAPH,
        (node, values) -> List.of(global(node, values, Reduce.Reduction.MEAN)));
    rules.add(
        "GlobalMaxPool",
        Handling.GRAPH,
        (node, values) -> List.of(global(node, values, Reduce.Reduction.MAX)));
    rules.add("Resize", Handling.GRAPH, (node, values) -> List.of(resize(node, values)));
    rules.add("Upsample", Handling.GRAPH, (node, values) -> List.of(resize(node, values)));
  }

  private static LazyMap node(OnnxValues values, String name, Operation operation, LazyMap x) {
    return LazyMap.of(values.plan().add(name, operation, List.of(x.planned(values.plan()))));
  }

  private static OnnxView result(OnnxNode node, OnnxView x, LazyMap map) {
    Shape shape = map.shape();
    return x.rank() == 3
        ? OnnxView.of(node.result(), new int[] {1, shape.channels(), shape.pixels()}, map)
        : OnnxView.of(node.result(), map);
  }

  private static OnnxWindows windows(OnnxNode node, OnnxView x) {
    int[] kernel = node.integers("kernel_shape");
    if (kernel.length != x.rank() - 2) {
      throw new NotInGraph(node + " has windows of " + kernel.length + " axes over " + x);
    }
    return OnnxWindows.of(node, kernel);
  }

  private static OnnxView maxPool(OnnxNode node, OnnxValues values) {
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      throw new NotInGraph(node + " gives the places of its maxima");
    }
    OnnxView x = values.view(node, 0);
    LazyMap map = values.picture(x);
    Shape shape = map.shape();
    Pool pool = new Pool(windows(node, x).spec(shape.height(), shape.width(), 1));
    return result(node, x, node(values, node.result(), pool, map));
  }

  private static OnnxView averagePool(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    LazyMap map = values.picture(x);
    Shape shape = map.shape();
    OnnxWindows windows = windows(node, x);
    int[] kernel = windows.kernel();
    boolean padded = windows.isPadded(shape.height(), shape.width());
    boolean whole =
        kernel.length == 2
            && kernel[0] == shape.height()
            && kernel[1] == shape.width()
            && windows.dilations()[0] == 1
            && windows.dilations()[1] == 1
            && !padded;
    if (whole) {
      return result(node, x, node(values, node.result(), new Reduce(Reduce.Reduction.MEAN), map));
    }
    boolean counted = node.integer("count_include_pad", 0) != 0 && padded;
    if (counted && windows.isCeiled(shape.height(), shape.width())) {
      throw new NotInGraph(node + " counts its padding, but not what lies after it");
    }
    Pool.Pooling kind = counted ? Pool.Pooling.MEAN_OF_PADDED : Pool.Pooling.MEAN;
    Pool pool = new Pool(windows.spec(shape.height(), shape.width(), 1), kind);
    return result(node, x, node(values, node.result(), pool, map));
  }

  private static OnnxView global(OnnxNode node, OnnxValues values, Reduce.Reduction kind) {
    OnnxView x = values.view(node, 0);
    LazyMap map = values.picture(x);
    return result(node, x, node(values, node.result(), new Reduce(kind), map));
  }

  private static OnnxView resize(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    boolean old = node.type().equals("Upsample") || node.opset() < 11;
    String coordinates =
        node.string("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
    String mode = node.string("mode", "nearest");
    if (node.integer("antialias", 0) != 0 || mode.equals("cubic")) {
      throw new NotInGraph(node + " resizes by " + mode + " with or without antialias");
    }
    if (coordinates.startsWith("tf_crop") || coordinates.equals("half_pixel_symmetric")) {
      throw new NotInGraph(node + " has the coordinates " + coordinates);
    }
    ResizeAxis[] axes = ResizeAxis.of(node, values, x, old, coordinates);
    if (mode.equals("nearest")) {
      String rounding = node.string("nearest_mode", old ? "floor" : "round_prefer_floor");
      int[][] lines = new int[x.rank()][];
      for (int axis = 0; axis < lines.length; axis++) {
        ResizeAxis of = axes[axis];
        if (of.inputs() != of.outputs() || of.scale() != 1) {
          IntUnaryOperator line = i -> of.nearest(i, rounding);
          lines[axis] = Selection.lines(of.outputs(), line);
        }
      }
      return x.select(node.result(), Selection.lines(x.dims(), lines));
    }
    return linear(node, values, x, axes, coordinates);
  }

  private static OnnxView linear(
      OnnxNode node, OnnxValues values, OnnxView x, ResizeAxis[] axes, String coordinates) {
    int rank = x.rank();
    boolean last = rank == 4 && axes[1].isResized() && axes[2].isResized() && !axes[3].isResized();
    int rows = last ? 1 : rank - 2;
    for (int axis = 0; axis < rank; axis++) {
      if (axes[axis].isResized() && axis != rows && axis != rows + 1) {
        throw new NotInGraph(node + " resizes other axes than those of the picture");
      }
    }
    OnnxView.Layout layout = last ? OnnxView.Layout.CHANNELS_LAST : OnnxView.Layout.CHANNELS_FIRST;
    LazyMap map = values.map(x, layout);
    Interpolate.Coordinates kind =
        switch (coordinates) {
          case "half_pixel" -> Interpolate.Coordinates.HALF_PIXEL;
          case "pytorch_half_pixel" -> Interpolate.Coordinates.PYTORCH_HALF_PIXEL;
          case "align_corners" -> Interpolate.Coordinates.ALIGN_CORNERS;
          case "asymmetric" -> Interpolate.Coordinates.ASYMMETRIC;
          default -> throw new NotInGraph(node + " has the coordinates " + coordinates);
        };
    ResizeAxis down = axes[rows];
    ResizeAxis right = axes[rows + 1];
    Interpolate operation =
        new Interpolate(down.outputs(), right.outputs(), kind, down.ownScale(), right.ownScale());
    LazyMap result = node(values, node.result(), operation, map);
    int[] dims = x.dims();
    dims[rows] = down.outputs();
    dims[rows + 1] = right.outputs();
    return last
        ? OnnxView.channelsLast(node.result(), dims, result)
        : OnnxView.of(node.result(), dims, result);
  }
}

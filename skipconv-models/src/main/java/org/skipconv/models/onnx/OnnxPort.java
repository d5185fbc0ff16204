package org.skipconv.models.onnx;

import java.util.Arrays;
import java.util.List;
import org.skipconv.core.Shape;

/**
 * An input or a result of a sub-graph: a tensor that ONNX calls by its name and its dimensions, and
 * the graph by a shape. Both read the same values in the same order, [C, H, W] row by row, so that
 * any shape of as many values is a view of it.
 *
 * @param name in the sub-graph
 * @param dims all dimensions
 * @param shape as a map
 */
record OnnxPort(String name, List<Integer> dims, Shape shape) {

  OnnxPort {
    dims = List.copyOf(dims);
    long elements = elements(name, dims);
    if (shape.elements() != elements) {
      throw new IllegalArgumentException(
          name + " " + dims + " has " + elements + " values, and is no view of " + shape);
    }
  }

  /**
   * A tensor as a map: [1, C, H, W] as what it is, any other as one pixel of as many channels as it
   * has values.
   */
  static OnnxPort of(String name, int... dims) {
    List<Integer> all = Arrays.stream(dims).boxed().toList();
    int elements = Math.toIntExact(elements(name, all));
    boolean map = dims.length == 4 && dims[0] == 1;
    Shape shape = map ? new Shape(dims[1], dims[2], dims[3]) : new Shape(elements, 1, 1);
    return new OnnxPort(name, all, shape);
  }

  /** The same tensor as another map of as many values. */
  OnnxPort viewed(Shape other) {
    return new OnnxPort(name, dims, other);
  }

  long[] longDims() {
    return dims.stream().mapToLong(Integer::longValue).toArray();
  }

  private static long elements(String name, List<Integer> dims) {
    long elements = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException(
            name + " " + dims + " is no map: every dimension must be 1 or more");
      }
      elements = Math.multiplyExact(elements, dim);
    }
    return elements;
  }
}

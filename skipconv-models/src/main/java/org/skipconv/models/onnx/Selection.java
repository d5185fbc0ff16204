package org.skipconv.models.onnx;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A tensor whose elements are elements of another one: the shape, and where in the other each one
 * is taken from, in row-major order. All operators that move values about without changing them are
 * selections, and so is whatever they are chained to; what such a chain means (a choice of
 * channels, a pixel shuffle, another layout) is seen from its selection and not from its spelling.
 */
final class Selection {
  private final int[] dims;

  /** Null when the elements are the same in the same order; negative where a value is 0. */
  private final int[] places;

  private Selection(int[] dims, int[] places) {
    this.dims = dims;
    this.places = places;
  }

  static Selection of(int[] dims, int[] places) {
    return new Selection(dims, places);
  }

  /** The same elements in another shape. */
  static Selection reshaped(int[] dims) {
    return new Selection(dims, null);
  }

  int[] dims() {
    return dims.clone();
  }

  /** Null for the same elements in the same order; not to be written to. */
  int[] places() {
    return places;
  }

  /**
   * Takes lines along each axis.
   *
   * @param dims of the operand
   * @param lines for each axis the lines that are taken, negative for zeros; null for all
   */
  static Selection lines(int[] dims, int[][] lines) {
    int[] out = dims.clone();
    boolean all = true;
    for (int axis = 0; axis < dims.length; axis++) {
      if (lines[axis] != null) {
        out[axis] = lines[axis].length;
        all = false;
      }
    }
    if (all) {
      return reshaped(out);
    }
    int[] places = new int[ElementBudget.take(out)];
    int[] strides = strides(dims);
    int[] at = new int[out.length];
    for (int i = 0; i < places.length; i++) {
      int place = 0;
      for (int axis = 0; axis < out.length && place >= 0; axis++) {
        int line = lines[axis] == null ? at[axis] : lines[axis][at[axis]];
        place = line < 0 ? -1 : place + line * strides[axis];
      }
      places[i] = place;
      next(at, out);
    }
    return new Selection(out, places);
  }

  static Selection transposed(int[] dims, int[] order) {
    int[] out = new int[dims.length];
    int[] strides = strides(dims);
    int[] moved = new int[dims.length];
    for (int axis = 0; axis < out.length; axis++) {
      out[axis] = dims[order[axis]];
      moved[axis] = strides[order[axis]];
    }
    return strided(out, moved);
  }

  /** Element at (i, j, ...) is at i * strides[0] + j * strides[1] + ... */
  static Selection strided(int[] out, int[] strides) {
    int[] places = new int[ElementBudget.take(out)];
    int[] at = new int[out.length];
    for (int i = 0; i < places.length; i++) {
      int place = 0;
      for (int axis = 0; axis < out.length; axis++) {
        place += at[axis] * strides[axis];
      }
      places[i] = place;
      next(at, out);
    }
    return new Selection(out, places);
  }

  /** Repeats what has one line along an axis, as numpy does. */
  static Selection broadcast(int[] dims, int[] out) {
    if (Arrays.equals(dims, out)) {
      return reshaped(out);
    }
    int[] strides = strides(dims);
    int[] repeated = new int[out.length];
    int missing = out.length - dims.length;
    for (int axis = missing; axis < out.length; axis++) {
      int size = dims[axis - missing];
      if (size != 1 && size != out[axis]) {
        throw new IllegalArgumentException(
            Arrays.toString(dims) + " cannot be broadcast to " + Arrays.toString(out));
      }
      repeated[axis] = size == 1 ? 0 : strides[axis - missing];
    }
    return strided(out, repeated);
  }

  /** Shape that two are broadcast to. */
  static int[] broadcastDims(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] out = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int x = axis < rank - a.length ? 1 : a[axis - rank + a.length];
      int y = axis < rank - b.length ? 1 : b[axis - rank + b.length];
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            Arrays.toString(a) + " and " + Arrays.toString(b) + " do not go together");
      }
      out[axis] = x == 1 ? y : x;
    }
    return out;
  }

  static int[] strides(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  static void next(int[] at, int[] dims) {
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (++at[axis] < dims[axis]) {
        return;
      }
      at[axis] = 0;
    }
  }

  static int[] lines(int count, IntUnaryOperator line) {
    int[] lines = new int[count];
    Arrays.setAll(lines, line);
    return lines;
  }
}

package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Operators that only move values about, as {@link Selection}s. */
final class Selections {
  private Selections() {}

  /**
   * The selections of an operator of one tensor, one for each result.
   *
   * @param node the operator
   * @param dims of its first operand
   * @param constants further operands by index, null where one is left out or not known
   * @return null when the operator is of another kind
   */
  static List<Selection> of(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    return switch (node.type()) {
      case "Identity", "Dropout" -> List.of(Selection.reshaped(dims));
      case "Reshape" -> List.of(reshape(node, dims, constants));
      case "Flatten" -> List.of(flatten(node, dims));
      case "Squeeze" -> List.of(squeeze(node, dims, constants));
      case "Unsqueeze" -> List.of(unsqueeze(node, dims, constants));
      case "Transpose" -> List.of(transpose(node, dims));
      case "Slice" -> List.of(slice(node, dims, constants));
      case "Split" -> split(node, dims, constants);
      case "Gather" -> List.of(gather(node, dims, constants));
      case "Expand" -> List.of(expand(dims, required(node, constants, 1).ints()));
      case "Tile" -> List.of(tile(dims, required(node, constants, 1).ints()));
      case "Pad" -> List.of(pad(node, dims, constants));
      case "DepthToSpace" -> List.of(depthToSpace(node, dims));
      case "SpaceToDepth" -> List.of(spaceToDepth(node, dims));
      default -> null;
    };
  }

  private static OnnxConstant required(
      OnnxNode node, IntFunction<OnnxConstant> constants, int index) {
    OnnxConstant constant = node.has(index) ? constants.apply(index) : null;
    if (constant == null) {
      throw new NotInGraph("input " + index + " of " + node + " is not constant");
    }
    return constant;
  }

  static int axis(int axis, int rank) {
    int positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) {
      throw new IllegalArgumentException("there is no axis " + axis + " of " + rank);
    }
    return positive;
  }

  private static Selection reshape(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    int[] shape =
        node.hasAttribute("shape") ? node.integers("shape") : required(node, constants, 1).ints();
    boolean zeroIsZero = node.integer("allowzero", 0) != 0;
    int[] out = shape.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == 0 && !zeroIsZero) {
        if (i >= dims.length) {
          throw new IllegalArgumentException(node + " copies an axis that is not there");
        }
        out[i] = dims[i];
      }
      if (out[i] == -1) {
        open = i;
      } else {
        known *= out[i];
      }
    }
    int elements = OnnxConstant.elements(dims);
    if (open >= 0) {
      if (known <= 0 || elements % known != 0) {
        throw new IllegalArgumentException(
            node + " makes " + Arrays.toString(shape) + " of " + Arrays.toString(dims));
      }
      out[open] = (int) (elements / known);
    }
    if (OnnxConstant.elements(out) != elements) {
      throw new IllegalArgumentException(
          node + " makes " + Arrays.toString(shape) + " of " + Arrays.toString(dims));
    }
    return Selection.reshaped(out);
  }

  private static Selection flatten(OnnxNode node, int[] dims) {
    int axis = node.integer("axis", 1);
    axis = axis < 0 ? axis + dims.length : axis;
    if (axis < 0 || axis > dims.length) {
      throw new IllegalArgumentException(node + " has no axis " + axis);
    }
    int rows = OnnxConstant.elements(Arrays.copyOf(dims, axis));
    int columns = OnnxConstant.elements(Arrays.copyOfRange(dims, axis, dims.length));
    return Selection.reshaped(new int[] {rows, columns});
  }

  /** Axes as an attribute before operator set 13, as an input since. */
  static int[] axes(OnnxNode node, IntFunction<OnnxConstant> constants, int input) {
    if (node.hasAttribute("axes")) {
      return node.integers("axes");
    }
    return node.has(input) ? required(node, constants, input).ints() : null;
  }

  private static Selection squeeze(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    int[] axes = axes(node, constants, 1);
    boolean[] gone = new boolean[dims.length];
    for (int i = 0; i < dims.length; i++) {
      gone[i] = axes == null && dims[i] == 1;
    }
    for (int axis : axes == null ? new int[0] : axes) {
      gone[axis(axis, dims.length)] = true;
    }
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      if (!gone[i]) {
        out.add(dims[i]);
      } else if (dims[i] != 1) {
        throw new IllegalArgumentException(node + " drops an axis of " + dims[i]);
      }
    }
    return Selection.reshaped(out.stream().mapToInt(i -> i).toArray());
  }

  private static Selection unsqueeze(
      OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    int[] axes = axes(node, constants, 1);
    if (axes == null) {
      throw new IllegalArgumentException(node + " has no axes");
    }
    int rank = dims.length + axes.length;
    boolean[] added = new boolean[rank];
    for (int axis : axes) {
      added[axis(axis, rank)] = true;
    }
    int[] out = new int[rank];
    int from = 0;
    for (int i = 0; i < rank; i++) {
      if (!added[i] && from == dims.length) {
        throw new IllegalArgumentException(node + " names an axis twice");
      }
      out[i] = added[i] ? 1 : dims[from++];
    }
    return Selection.reshaped(out);
  }

  private static Selection transpose(OnnxNode node, int[] dims) {
    int[] order = node.integers("perm");
    if (order.length == 0) {
      order = Selection.lines(dims.length, i -> dims.length - 1 - i);
    }
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, Selection.lines(dims.length, i -> i))) {
      throw new IllegalArgumentException(node + " has the order " + Arrays.toString(order));
    }
    return Selection.transposed(dims, order);
  }

  private static Selection slice(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    boolean attributes = node.hasAttribute("starts");
    int[] starts = attributes ? node.integers("starts") : required(node, constants, 1).ints();
    int[] ends = attributes ? node.integers("ends") : required(node, constants, 2).ints();
    int[] axes = attributes ? node.integers("axes") : optional(node, constants, 3);
    int[] steps = attributes ? new int[0] : optional(node, constants, 4);
    if (axes.length == 0) {
      axes = Selection.lines(starts.length, i -> i);
    }
    int[][] lines = new int[dims.length][];
    for (int i = 0; i < starts.length; i++) {
      int axis = axis(axes[i], dims.length);
      int step = steps.length == 0 ? 1 : steps[i];
      if (step == 0) {
        throw new IllegalArgumentException(node + " has a step of 0");
      }
      lines[axis] = range(starts[i], ends[i], step, dims[axis]);
    }
    return Selection.lines(dims, lines);
  }

  private static int[] optional(OnnxNode node, IntFunction<OnnxConstant> constants, int input) {
    return node.has(input) ? required(node, constants, input).ints() : new int[0];
  }

  private static int[] range(int start, int end, int step, int size) {
    long from = start < 0 ? (long) start + size : start;
    long to = end < 0 ? (long) end + size : end;
    from = Math.max(step > 0 ? 0 : -1, Math.min(from, step > 0 ? size : size - 1L));
    to = Math.max(step > 0 ? 0 : -1, Math.min(to, size));
    long span = step > 0 ? to - from : from - to;
    long width = Math.abs((long) step);
    int count = (int) Math.max(0, (span + width - 1) / width);
    int first = (int) from;
    return Selection.lines(count, i -> first + i * step);
  }

  private static List<Selection> split(
      OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    int axis = axis(node.integer("axis", 0), dims.length);
    int parts = node.outputs().size();
    int[] sizes =
        node.hasAttribute("split") ? node.integers("split") : optional(node, constants, 1);
    if (sizes.length == 0) {
      int each = (dims[axis] + parts - 1) / parts;
      sizes = Selection.lines(parts, i -> Math.max(0, Math.min(each, dims[axis] - i * each)));
    }
    if (sizes.length != parts || Arrays.stream(sizes).sum() != dims[axis]) {
      throw new IllegalArgumentException(
          node + " splits " + dims[axis] + " into " + Arrays.toString(sizes));
    }
    List<Selection> selections = new ArrayList<>();
    int begin = 0;
    for (int size : sizes) {
      int first = begin;
      int[][] lines = new int[dims.length][];
      lines[axis] = Selection.lines(size, i -> first + i);
      selections.add(Selection.lines(dims, lines));
      begin += size;
    }
    return selections;
  }

  private static Selection gather(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    int axis = axis(node.integer("axis", 0), dims.length);
    OnnxConstant indices = required(node, constants, 1);
    int[] lines = indices.ints().clone();
    for (int i = 0; i < lines.length; i++) {
      lines[i] = lines[i] < 0 ? lines[i] + dims[axis] : lines[i];
      if (lines[i] < 0 || lines[i] >= dims[axis]) {
        throw new IllegalArgumentException(node + " takes line " + lines[i] + " of " + dims[axis]);
      }
    }
    int[][] all = new int[dims.length][];
    all[axis] = lines;
    Selection taken = Selection.lines(dims, all);
    int[] out = new int[dims.length - 1 + indices.rank()];
    System.arraycopy(dims, 0, out, 0, axis);
    System.arraycopy(indices.dims(), 0, out, axis, indices.rank());
    System.arraycopy(dims, axis + 1, out, axis + indices.rank(), dims.length - axis - 1);
    return Selection.of(out, taken.places());
  }

  private static Selection expand(int[] dims, int[] shape) {
    return Selection.broadcast(dims, Selection.broadcastDims(dims, shape));
  }

  private static Selection tile(int[] dims, int[] repeats) {
    int[][] lines = new int[dims.length][];
    for (int axis = 0; axis < dims.length; axis++) {
      int size = dims[axis];
      lines[axis] = Selection.lines(Math.multiplyExact(size, repeats[axis]), i -> i % size);
    }
    return Selection.lines(dims, lines);
  }

  private static Selection pad(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    Selection padded = padded(node, dims, constants);
    float border = border(node, constants);
    if (border != 0 && padded.places() != null) {
      throw new NotInGraph(node + " pads with " + border);
    }
    return padded;
  }

  /** The value that a Pad puts around a tensor; 0 where it puts none. */
  static float border(OnnxNode node, IntFunction<OnnxConstant> constants) {
    if (!node.string("mode", "constant").equals("constant")) {
      return 0;
    }
    OnnxConstant given = node.has(2) ? required(node, constants, 2) : null;
    return given == null ? node.number("value", 0) : given.elements() == 0 ? 0 : given.number(0);
  }

  /** The selection of a Pad, whatever it puts around the tensor being 0. */
  static Selection padded(OnnxNode node, int[] dims, IntFunction<OnnxConstant> constants) {
    String mode = node.string("mode", "constant");
    int[] pads =
        node.hasAttribute("pads") ? node.integers("pads") : required(node, constants, 1).ints();
    int[] axes =
        node.has(3) ? required(node, constants, 3).ints() : Selection.lines(dims.length, i -> i);
    int[][] lines = new int[dims.length][];
    boolean none = true;
    for (int i = 0; i < axes.length; i++) {
      int axis = axis(axes[i], dims.length);
      int size = dims[axis];
      int before = pads[i];
      none &= before == 0 && pads[i + axes.length] == 0;
      int count = Math.addExact(Math.addExact(size, before), pads[i + axes.length]);
      lines[axis] = Selection.lines(Math.max(0, count), o -> padded(o - before, size, mode));
    }
    return none ? Selection.reshaped(dims) : Selection.lines(dims, lines);
  }

  private static int padded(int line, int size, String mode) {
    return switch (mode) {
      case "edge" -> Math.max(0, Math.min(line, size - 1));
      case "wrap" -> Math.floorMod(line, size);
      case "reflect" -> size == 1 ? 0 : reflected(line, size);
      default -> line < 0 || line >= size ? -1 : line;
    };
  }

  private static int reflected(int line, int size) {
    int period = 2 * (size - 1);
    int at = Math.floorMod(line, period);
    return at < size ? at : period - at;
  }

  private static Selection depthToSpace(OnnxNode node, int[] dims) {
    int block = block(node, dims);
    int channels = dims[1] / (block * block);
    boolean columnRowDepth = node.string("mode", "DCR").equals("CRD");
    int[] six =
        columnRowDepth
            ? new int[] {dims[0], channels, block, block, dims[2], dims[3]}
            : new int[] {dims[0], block, block, channels, dims[2], dims[3]};
    int[] order = columnRowDepth ? new int[] {0, 1, 4, 2, 5, 3} : new int[] {0, 3, 4, 1, 5, 2};
    Selection moved = Selection.transposed(six, order);
    return Selection.of(
        new int[] {dims[0], channels, dims[2] * block, dims[3] * block}, moved.places());
  }

  private static Selection spaceToDepth(OnnxNode node, int[] dims) {
    int block = block(node, dims);
    int[] six = {dims[0], dims[1], dims[2] / block, block, dims[3] / block, block};
    Selection moved = Selection.transposed(six, new int[] {0, 3, 5, 1, 2, 4});
    return Selection.of(
        new int[] {dims[0], dims[1] * block * block, dims[2] / block, dims[3] / block},
        moved.places());
  }

  private static int block(OnnxNode node, int[] dims) {
    int block = node.integer("blocksize", 0);
    if (dims.length != 4 || block < 1 || block > 1 << 10) {
      throw new IllegalArgumentException(node + " has blocks of " + block);
    }
    return block;
  }

  /** The selection out of all operands, one after the other, that puts them together. */
  static Selection concat(int axisOrNegative, List<int[]> operands) {
    int[] out = operands.get(0).clone();
    int axis = axis(axisOrNegative, out.length);
    out[axis] = 0;
    for (int[] dims : operands) {
      if (dims.length != out.length) {
        throw new IllegalArgumentException("parts of a concatenation differ in rank");
      }
      out[axis] = Math.addExact(out[axis], dims[axis]);
    }
    int[] places = new int[ElementBudget.take(out)];
    int outer = OnnxConstant.elements(Arrays.copyOf(out, axis));
    int inner = OnnxConstant.elements(Arrays.copyOfRange(out, axis + 1, out.length));
    int begin = 0;
    int lines = 0;
    for (int[] dims : operands) {
      int run = dims[axis] * inner;
      if (OnnxConstant.elements(dims) != outer * run) {
        throw new IllegalArgumentException("parts of a concatenation differ in shape");
      }
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < run; i++) {
          places[(o * out[axis] + lines) * inner + i] = begin + o * run + i;
        }
      }
      begin = Math.addExact(begin, outer * run);
      lines += dims[axis];
    }
    return Selection.of(out, places);
  }
}

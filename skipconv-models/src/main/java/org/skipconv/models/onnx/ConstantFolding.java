package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/**
 * Computes operators whose operands are all constant: the arithmetic of shapes, and weights that
 * are put together in the graph. Not for speed.
 */
final class ConstantFolding {
  private ConstantFolding() {}

  /** The result of an operator of one result; empty when it is of a kind that is not folded. */
  static Optional<OnnxConstant> fold(OnnxNode node, List<OnnxConstant> operands) {
    OnnxConstant x = operands.isEmpty() ? null : operands.get(0);
    return Optional.ofNullable(
        switch (node.type()) {
          case "Constant" -> constant(node);
          case "ConstantOfShape" -> constantOfShape(node, x);
          case "Range" -> range(operands);
          case "Cast", "CastLike" -> cast(node, x);
          case "Add", "Sub", "Mul", "Div", "Mod", "Pow", "Min", "Max", "Sum" ->
              arithmetic(node.type(), operands);
          case "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "And", "Or" ->
              comparison(node.type(), x, operands.get(1));
          case "Not" -> integers(x, x.dims(), i -> x.integer(i) == 0 ? 1 : 0);
          case "Where" -> where(operands);
          case "Neg", "Sqrt", "Exp", "Log", "Floor", "Ceil", "Round", "Abs", "Reciprocal" ->
              unary(node.type(), x);
          case "ReduceProd",
              "ReduceSum",
              "ReduceMin",
              "ReduceMax",
              "ReduceMean",
              "ReduceSumSquare" ->
              reduce(node, operands);
          case "DequantizeLinear" -> dequantized(node, operands);
          default -> null;
        });
  }

  private static OnnxConstant constant(OnnxNode node) {
    if (node.hasAttribute("value_float")) {
      return OnnxConstant.scalar(node.number("value_float", 0));
    }
    if (node.hasAttribute("value_int")) {
      return OnnxConstant.integers(new int[0], new long[] {node.integer("value_int", 0)});
    }
    if (node.hasAttribute("value_ints")) {
      return OnnxConstant.list(Arrays.stream(node.integers("value_ints")).asLongStream().toArray());
    }
    if (node.hasAttribute("value_floats")) {
      float[] values = node.numbers("value_floats");
      return OnnxConstant.floats(new int[] {values.length}, values);
    }
    return node.tensor("value")
        .orElseThrow(() -> new NotInGraph(node + " is of no kind that can be read"));
  }

  private static OnnxConstant constantOfShape(OnnxNode node, OnnxConstant shape) {
    int[] dims = shape.ints();
    int count = ElementBudget.take(dims);
    OnnxConstant value = node.tensor("value").orElse(OnnxConstant.scalar(0));
    if (value.isFloat()) {
      float[] values = new float[count];
      Arrays.fill(values, value.number(0));
      return OnnxConstant.floats(dims, values);
    }
    long[] values = new long[count];
    Arrays.fill(values, value.integer(0));
    return OnnxConstant.integers(dims, values, value.type());
  }

  private static OnnxConstant range(List<OnnxConstant> operands) {
    OnnxConstant start = operands.get(0);
    OnnxConstant delta = operands.get(2);
    double span = (double) operands.get(1).number(0) - start.number(0);
    int count = (int) Math.max(0, Math.ceil(span / delta.number(0)));
    ElementBudget.take(count);
    if (start.isFloat()) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = start.number(0) + i * delta.number(0);
      }
      return OnnxConstant.floats(new int[] {count}, values);
    }
    return integers(start, new int[] {count}, i -> start.integer(0) + i * delta.integer(0));
  }

  private interface LongOf {
    long at(int index);
  }

  private static OnnxConstant integers(OnnxConstant like, int[] dims, LongOf value) {
    long[] values = new long[ElementBudget.take(dims)];
    Arrays.setAll(values, value::at);
    return OnnxConstant.integers(dims, values, like.type());
  }

  private static OnnxConstant cast(OnnxNode node, OnnxConstant x) {
    int to = node.integer("to", TensorProto.DataType.FLOAT_VALUE);
    return switch (TensorProto.DataType.forNumber(to)) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> OnnxConstant.floats(x.dims(), x.floats());
      case BOOL -> {
        long[] values = new long[x.elements()];
        Arrays.setAll(values, i -> x.number(i) != 0 ? 1 : 0);
        yield OnnxConstant.integers(x.dims(), values, to);
      }
      default -> OnnxConstant.integers(x.dims(), x.integers(), to);
    };
  }

  private static OnnxConstant arithmetic(String type, List<OnnxConstant> operands) {
    OnnxConstant total = operands.get(0);
    for (OnnxConstant next : operands.subList(1, operands.size())) {
      total = binary(type, total, next);
    }
    return total;
  }

  private static OnnxConstant binary(String type, OnnxConstant left, OnnxConstant right) {
    int[] dims = Selection.broadcastDims(left.dims(), right.dims());
    OnnxConstant a = left.select(Selection.broadcast(left.dims(), dims));
    OnnxConstant b = right.select(Selection.broadcast(right.dims(), dims));
    if (!a.isFloat() && !b.isFloat()) {
      return integers(a, dims, i -> whole(type, a.integer(i), b.integer(i)));
    }
    DoubleBinaryOperator operator = operator(type);
    float[] values = new float[ElementBudget.take(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) operator.applyAsDouble(a.number(i), b.number(i));
    }
    return OnnxConstant.floats(dims, values);
  }

  private static long whole(String type, long a, long b) {
    if (b == 0 && (type.equals("Div") || type.equals("Mod"))) {
      throw new IllegalArgumentException("a constant is divided by 0");
    }
    return switch (type) {
      case "Add", "Sum" -> a + b;
      case "Sub" -> a - b;
      case "Mul" -> a * b;
      case "Div" -> a / b;
      case "Mod" -> Math.floorMod(a, b);
      case "Pow" -> (long) Math.pow((double) a, (double) b);
      case "Min" -> Math.min(a, b);
      default -> Math.max(a, b);
    };
  }

  /** Two numbers, as the operators of that name combine them. */
  static DoubleBinaryOperator operator(String type) {
    return switch (type) {
      case "Add", "Sum" -> Double::sum;
      case "Sub" -> (a, b) -> a - b;
      case "Mul" -> (a, b) -> a * b;
      case "Div" -> (a, b) -> a / b;
      case "Mod" -> (a, b) -> a - b * Math.floor(a / b);
      case "Pow" -> Math::pow;
      case "Min" -> Math::min;
      default -> Math::max;
    };
  }

  private static OnnxConstant comparison(String type, OnnxConstant left, OnnxConstant right) {
    int[] dims = Selection.broadcastDims(left.dims(), right.dims());
    OnnxConstant a = left.select(Selection.broadcast(left.dims(), dims));
    OnnxConstant b = right.select(Selection.broadcast(right.dims(), dims));
    long[] values = new long[ElementBudget.take(dims)];
    for (int i = 0; i < values.length; i++) {
      double x = a.isFloat() ? a.number(i) : (double) a.integer(i);
      double y = b.isFloat() ? b.number(i) : (double) b.integer(i);
      boolean holds =
          switch (type) {
            case "Equal" -> x == y;
            case "Greater" -> x > y;
            case "Less" -> x < y;
            case "GreaterOrEqual" -> x >= y;
            case "LessOrEqual" -> x <= y;
            case "And" -> x != 0 && y != 0;
            default -> x != 0 || y != 0;
          };
      values[i] = holds ? 1 : 0;
    }
    return OnnxConstant.integers(dims, values, TensorProto.DataType.BOOL_VALUE);
  }

  private static OnnxConstant where(List<OnnxConstant> operands) {
    int[] dims = operands.get(0).dims();
    for (OnnxConstant operand : operands) {
      dims = Selection.broadcastDims(dims, operand.dims());
    }
    int[] out = dims;
    List<OnnxConstant> all =
        operands.stream().map(c -> c.select(Selection.broadcast(c.dims(), out))).toList();
    OnnxConstant condition = all.get(0);
    OnnxConstant yes = all.get(1);
    OnnxConstant no = all.get(2);
    if (!yes.isFloat()) {
      return integers(yes, out, i -> condition.integer(i) != 0 ? yes.integer(i) : no.integer(i));
    }
    float[] values = new float[ElementBudget.take(out)];
    for (int i = 0; i < values.length; i++) {
      values[i] = condition.integer(i) != 0 ? yes.number(i) : no.number(i);
    }
    return OnnxConstant.floats(out, values);
  }

  private static OnnxConstant unary(String type, OnnxConstant x) {
    if (!x.isFloat()) {
      return switch (type) {
        case "Neg" -> integers(x, x.dims(), i -> -x.integer(i));
        case "Abs" -> integers(x, x.dims(), i -> Math.abs(x.integer(i)));
        default -> null;
      };
    }
    return x.map(
        switch (type) {
          case "Neg" -> v -> -v;
          case "Sqrt" -> Math::sqrt;
          case "Exp" -> Math::exp;
          case "Log" -> Math::log;
          case "Floor" -> Math::floor;
          case "Ceil" -> Math::ceil;
          case "Round" -> Math::rint;
          case "Abs" -> Math::abs;
          default -> v -> 1 / v;
        });
  }

  private static OnnxConstant reduce(OnnxNode node, List<OnnxConstant> operands) {
    OnnxConstant x = operands.get(0);
    int[] dims = x.dims();
    int[] axes = Selections.axes(node, i -> i < operands.size() ? operands.get(i) : null, 1);
    boolean keep = node.integer("keepdims", 1) != 0;
    boolean[] gone = new boolean[dims.length];
    if (axes == null || axes.length == 0) {
      if (node.integer("noop_with_empty_axes", 0) != 0) {
        return x;
      }
      Arrays.fill(gone, true);
    } else {
      for (int axis : axes) {
        gone[Selections.axis(axis, dims.length)] = true;
      }
    }
    int[] kept = dims.clone();
    long reduced = 1;
    for (int i = 0; i < dims.length; i++) {
      if (gone[i]) {
        reduced *= dims[i];
        kept[i] = 1;
      }
    }
    double[] totals = new double[ElementBudget.take(kept)];
    Arrays.fill(totals, ofNothing(node.type()));
    boolean[] seen = new boolean[totals.length];
    int[] strides = Selection.strides(kept);
    int[] at = new int[dims.length];
    for (int i = 0; i < x.elements(); i++) {
      int to = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        to += gone[axis] ? 0 : at[axis] * strides[axis];
      }
      double number = x.isFloat() ? x.number(i) : (double) x.integer(i);
      double value = node.type().equals("ReduceSumSquare") ? number * number : number;
      totals[to] = seen[to] ? combined(node.type(), totals[to], value) : value;
      seen[to] = true;
      Selection.next(at, dims);
    }
    int[] out = kept;
    if (!keep) {
      int[] left = new int[dims.length];
      int rank = 0;
      for (int i = 0; i < dims.length; i++) {
        if (!gone[i]) {
          left[rank++] = dims[i];
        }
      }
      out = Arrays.copyOf(left, rank);
    }
    double divisor = node.type().equals("ReduceMean") ? reduced : 1;
    if (!x.isFloat()) {
      return integers(x, out, i -> (long) (totals[i] / divisor));
    }
    float[] values = new float[totals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (totals[i] / divisor);
    }
    return OnnxConstant.floats(out, values);
  }

  private static double ofNothing(String type) {
    return switch (type) {
      case "ReduceProd" -> 1;
      case "ReduceMin" -> Double.POSITIVE_INFINITY;
      case "ReduceMax" -> Double.NEGATIVE_INFINITY;
      default -> 0;
    };
  }

  private static double combined(String type, double a, double b) {
    return switch (type) {
      case "ReduceProd" -> a * b;
      case "ReduceMin" -> Math.min(a, b);
      case "ReduceMax" -> Math.max(a, b);
      default -> a + b;
    };
  }

  /** {@code (x - zero) * scale}, both one for all or one for each line of an axis. */
  static OnnxConstant dequantized(OnnxNode node, List<OnnxConstant> operands) {
    OnnxConstant x = operands.get(0);
    OnnxConstant zero = operands.size() > 2 ? operands.get(2) : null;
    return dequantized(x, operands.get(1), zero, node.integer("axis", 1));
  }

  static OnnxConstant dequantized(OnnxConstant x, OnnxConstant scale, OnnxConstant zero, int axis) {
    int[] dims = x.dims();
    int inner = 1;
    int lines = Math.max(scale.elements(), zero == null ? 1 : zero.elements());
    if (lines > 1) {
      int at = Selections.axis(axis, dims.length);
      boolean fit = scale.elements() == 1 || zero == null || zero.elements() == 1;
      if (lines != dims[at] || !(fit || scale.elements() == zero.elements())) {
        throw new IllegalArgumentException(lines + " scales for " + dims[at] + " lines");
      }
      inner = OnnxConstant.elements(Arrays.copyOfRange(dims, at + 1, dims.length));
    }
    float[] values = new float[x.elements()];
    for (int i = 0; i < values.length; i++) {
      int line = i / inner % lines;
      long offset = zero == null ? 0 : zero.integer(zero.elements() > 1 ? line : 0);
      values[i] = (x.integer(i) - offset) * scale.number(scale.elements() > 1 ? line : 0);
    }
    return OnnxConstant.floats(dims, values);
  }
}

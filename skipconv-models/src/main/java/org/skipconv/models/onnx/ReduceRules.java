package org.skipconv.models.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import org.skipconv.core.Activation;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.Padding;
import org.skipconv.core.Shape;
import org.skipconv.core.Tensor;
import org.skipconv.core.graph.Expression;
import org.skipconv.core.graph.Operation;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.models.onnx.Lowering.Handling;

/** Means, sums and maxima over axes. */
final class ReduceRules {
  /** Weights of a convolution that adds channels up. */
  private static final int MAX_WEIGHTS = 1 << 20;

  private ReduceRules() {}

  static void register(Lowering.Registry rules) {
    for (String operator :
        List.of("ReduceMean", "ReduceMax", "ReduceSum", "ReduceSumSquare", "ReduceL2")) {
      rules.add(operator, Handling.GRAPH, (node, values) -> List.of(reduce(node, values)));
    }
  }

  private static OnnxView reduce(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    boolean root = node.type().equals("ReduceL2");
    if (root || node.type().equals("ReduceSumSquare")) {
      OnnxView square = values.unary(node.result() + ".square", x, e -> Formulas.times(e, e));
      OnnxView sum = reduce(node, values, square);
      return root ? values.unary(node.result(), sum, e -> Formulas.apply(Activation.SQRT, e)) : sum;
    }
    return reduce(node, values, x);
  }

  private static OnnxView reduce(OnnxNode node, OnnxValues values, OnnxView x) {
    int rank = x.rank();
    int[] axes = Selections.axes(node, i -> values.constantOrNull(node, i), 1);
    boolean[] gone = new boolean[rank];
    if (axes == null || axes.length == 0) {
      if (node.integer("noop_with_empty_axes", 0) != 0) {
        return x.renamed(node.result());
      }
      Arrays.fill(gone, true);
    } else {
      for (int axis : axes) {
        gone[Selections.axis(axis, rank)] = true;
      }
    }
    OnnxView.Layout layout = pictureIn(gone);
    LazyMap map = layout == null ? null : MapFinder.find(values.plan(), x, layout).orElse(null);
    LazyMap reduced;
    LazyMap only = x.maps().get(0);
    if (map != null) {
      reduced = node(values, node.result(), new Reduce(reduction(node)), map);
    } else if (isAll(gone, x.dims()) && x.maps().size() == 1 && ConvRules.isPermutation(x, only)) {
      // In whatever order the values lie.
      boolean[] four = {true, true, true, true};
      reduced = new Axes(node, values, OnnxView.of(x.name(), only), four).reduce();
    } else {
      reduced = new Axes(node, values, x, gone).reduce();
    }
    if (!node.type().equals("ReduceMean") && !node.type().equals("ReduceMax")) {
      float count = x.elements() / (float) reduced.shape().elements();
      reduced =
          Formulas.unary(
              node.result() + ".sum",
              reduced,
              e -> new Expression.WeightedSum(List.of(count), List.of(e)));
    }
    int[] dims = x.dims();
    int kept = 0;
    int[] out = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      if (!gone[axis]) {
        out[kept++] = dims[axis];
      } else if (node.integer("keepdims", 1) != 0) {
        out[kept++] = 1;
      }
    }
    return OnnxView.of(node.result(), Arrays.copyOf(out, kept), reduced);
  }

  private static boolean isAll(boolean[] gone, int[] dims) {
    boolean all = true;
    for (int axis = 0; axis < gone.length; axis++) {
      all &= gone[axis] || dims[axis] == 1;
    }
    return all;
  }

  private static Reduce.Reduction reduction(OnnxNode node) {
    return node.type().equals("ReduceMax") ? Reduce.Reduction.MAX : Reduce.Reduction.MEAN;
  }

  private static LazyMap node(OnnxValues values, String name, Operation operation, LazyMap x) {
    return LazyMap.of(values.plan().add(name, operation, List.of(x.planned(values.plan()))));
  }

  /** The layout in which the axes are those of the picture, all of them; null for none. */
  private static OnnxView.Layout pictureIn(boolean[] gone) {
    int rank = gone.length;
    if (rank < 3 || gone[0]) {
      return null;
    }
    for (int axis = 2; axis < rank - 1; axis++) {
      if (!gone[axis]) {
        return null;
      }
    }
    if (gone[1] == gone[rank - 1]) {
      return null;
    }
    return gone[1] ? OnnxView.Layout.CHANNELS_LAST : OnnxView.Layout.CHANNELS_FIRST;
  }

  /** Any axes: the last two by windows, the others, which are channels, by a convolution. */
  private static final class Axes {
    private final OnnxNode node;
    private final OnnxValues values;
    private final OnnxView x;

    /** Sizes of the axes, the last two of which are those of a picture. */
    private final int[] dims;

    private final boolean[] gone;
    private final LazyMap map;

    Axes(OnnxNode node, OnnxValues values, OnnxView x, boolean[] gone) {
      this.node = node;
      this.values = values;
      this.x = x;
      int rank = x.rank();
      int[] front = new int[Math.max(3, rank)];
      boolean[] goneFront = new boolean[front.length];
      Arrays.fill(front, 1);
      System.arraycopy(x.dims(), 0, front, front.length - rank, rank);
      System.arraycopy(gone, 0, goneFront, front.length - rank, rank);
      LazyMap found = find(front);
      if (found != null) {
        this.dims = front;
        this.gone = goneFront;
      } else {
        this.dims = Arrays.copyOf(x.dims(), rank + 2);
        Arrays.fill(this.dims, rank, rank + 2, 1);
        this.gone = Arrays.copyOf(gone, rank + 2);
        found = find(this.dims);
      }
      if (found == null) {
        throw new NotInGraph(node + " reduces " + x + ", which does not lie in a map");
      }
      this.map = found;
    }

    private LazyMap find(int[] shape) {
      int height = shape[shape.length - 2];
      int width = shape[shape.length - 1];
      int channels = x.elements() / Math.max(1, height * width);
      return x.elements() == 0
          ? null
          : MapFinder.find(values.plan(), x, new Shape(channels, height, width), x::place)
              .orElse(null);
    }

    LazyMap reduce() {
      int rows = dims.length - 2;
      LazyMap picture = map;
      if (gone[rows] && gone[rows + 1]) {
        picture = node(values, node.result(), new Reduce(reduction(node)), picture);
      } else if (gone[rows] || gone[rows + 1]) {
        Shape shape = picture.shape();
        ConvSpec window =
            new ConvSpec(
                gone[rows] ? shape.height() : 1,
                gone[rows + 1] ? shape.width() : 1,
                1,
                1,
                Padding.symmetric(0),
                1,
                1,
                1);
        boolean max = reduction(node) == Reduce.Reduction.MAX;
        Pool pool = new Pool(window, max ? Pool.Pooling.MAX : Pool.Pooling.MEAN);
        picture = node(values, node.result(), pool, picture);
      }
      boolean channels = false;
      for (int axis = 0; axis < rows; axis++) {
        channels |= gone[axis] && dims[axis] > 1;
      }
      if (!channels) {
        return picture;
      }
      return reduction(node) == Reduce.Reduction.MAX ? maxima(picture) : means(picture);
    }

    private LazyMap means(LazyMap picture) {
      int rows = dims.length - 2;
      int[] kept = Arrays.copyOf(dims, rows);
      for (int axis = 0; axis < rows; axis++) {
        kept[axis] = gone[axis] ? 1 : kept[axis];
      }
      int ins = picture.shape().channels();
      int outs = OnnxConstant.elements(kept);
      if ((long) ins * outs > MAX_WEIGHTS) {
        throw new NotInGraph(node + " reduces " + ins + " channels to " + outs);
      }
      float[] weight = new float[ElementBudget.take(ins, outs)];
      int[] strides = Selection.strides(kept);
      int[] at = new int[rows];
      for (int in = 0; in < ins; in++) {
        int out = 0;
        for (int axis = 0; axis < rows; axis++) {
          out += gone[axis] ? 0 : at[axis] * strides[axis];
        }
        weight[out * ins + in] = outs / (float) ins;
        Selection.next(at, Arrays.copyOf(dims, rows));
      }
      return LazyMap.OfConv.of(
          node.result() + ".channels",
          picture.planned(values.plan()),
          ConvSpec.of(1),
          Tensor.of(weight, outs, ins, 1, 1),
          null);
    }

    /** The larger of the first and the last half, until one line is left. */
    private LazyMap maxima(LazyMap picture) {
      BinaryOperator<Expression> larger =
          (a, b) -> new Expression.Binary(Expression.Binary.Operator.MAXIMUM, a, b);
      int[] sizes = dims.clone();
      sizes[dims.length - 2] = picture.shape().height();
      sizes[dims.length - 1] = picture.shape().width();
      OnnxView view = OnnxView.of(node.result(), sizes, picture);
      for (int axis = 0; axis < dims.length - 2; axis++) {
        while (gone[axis] && view.size(axis) > 1) {
          int size = view.size(axis);
          int half = (size + 1) / 2;
          OnnxView first = lines(view, axis, 0, half);
          OnnxView last = lines(view, axis, size - half, half);
          view = values.binary(node.result() + ".max" + half, first, last, true, larger);
          values.pin(view);
        }
      }
      Shape shape =
          new Shape(
              view.elements() / picture.shape().pixels(),
              picture.shape().height(),
              picture.shape().width());
      OnnxView of = view;
      return MapFinder.find(values.plan(), of, shape, of::place)
          .orElseThrow(() -> new NotInGraph(node + " gives no map"));
    }

    private static OnnxView lines(OnnxView view, int axis, int begin, int count) {
      int[][] lines = new int[view.rank()][];
      lines[axis] = Selection.lines(count, i -> begin + i);
      return view.select(view.name(), Selection.lines(view.dims(), lines));
    }
  }
}

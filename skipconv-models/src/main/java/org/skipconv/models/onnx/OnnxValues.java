package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Expression;

/** The tensors of a graph that are there so far, and what operators do with those in maps. */
final class OnnxValues {
  /** Each pixel that is moved into channels costs a node. */
  private static final int MAX_MOVED_PIXELS = 64;

  private static final int MAX_MOVED = 1 << 12;

  private final NetworkPlan plan;
  private final Map<String, OnnxValue> values = new HashMap<>();

  OnnxValues(NetworkPlan plan) {
    this.plan = plan;
  }

  NetworkPlan plan() {
    return plan;
  }

  void put(String name, OnnxValue value) {
    values.put(name, value);
  }

  OnnxValue get(String name) {
    return values.get(name);
  }

  /** A constant operand; null when it is left out. */
  OnnxConstant optionalConstant(OnnxNode node, int input) {
    return node.has(input) ? constant(node, input) : null;
  }

  OnnxConstant constant(OnnxNode node, int input) {
    OnnxValue value = node.has(input) ? values.get(node.inputs().get(input)) : null;
    if (value instanceof OnnxConstant constant) {
      return constant;
    }
    throw new NotInGraph(
        "input " + input + " of " + node + (node.has(input) ? " is not constant" : " is missing"));
  }

  OnnxConstant constantOrNull(OnnxNode node, int input) {
    return node.has(input) && values.get(node.inputs().get(input)) instanceof OnnxConstant constant
        ? constant
        : null;
  }

  OnnxView view(OnnxNode node, int input) {
    OnnxValue value = node.has(input) ? values.get(node.inputs().get(input)) : null;
    if (value instanceof OnnxView view) {
      return view;
    }
    throw new NotInGraph(
        "input " + input + " of " + node + (value == null ? " is missing" : " is constant"));
  }

  /** The map that a tensor is with its channels first, for operators that look at pixels. */
  LazyMap picture(OnnxView view) {
    if (view.rank() < 3 || view.rank() > 4) {
      throw new NotInGraph(view + " is no map");
    }
    return map(view, OnnxView.Layout.CHANNELS_FIRST);
  }

  LazyMap map(OnnxView view, OnnxView.Layout layout) {
    return MapFinder.find(plan, view, layout)
        .orElseThrow(() -> new NotInGraph(view + " does not lie in maps as one"));
  }

  /** The same values without zeros that are in no map. */
  private OnnxView solid(OnnxView view) {
    OnnxView.Layout layout =
        MapFinder.find(plan, view, OnnxView.Layout.CHANNELS_FIRST).isPresent()
            ? OnnxView.Layout.CHANNELS_FIRST
            : OnnxView.Layout.CHANNELS_LAST;
    LazyMap map = map(view, layout);
    return layout == OnnxView.Layout.CHANNELS_FIRST
        ? OnnxView.of(view.name(), view.dims(), map)
        : OnnxView.channelsLast(view.name(), view.dims(), map);
  }

  /** A function of each value. */
  OnnxView unary(String name, OnnxView x, UnaryOperator<Expression> function) {
    OnnxView solid = x;
    if (x.hasZeros()) {
      Expression atZero = function.apply(new Expression.Operand(0));
      if (KnownFunctions.function(atZero).applyAsDouble(0) != 0) {
        solid = solid(x);
      }
    }
    List<LazyMap> maps = new ArrayList<>();
    for (LazyMap map : solid.maps()) {
      maps.add(Formulas.unary(partName(name, solid, maps.size()), map, function));
    }
    return solid.withMaps(name, maps);
  }

  private static String partName(String name, OnnxView view, int map) {
    return view.maps().size() == 1 ? name : name + ".part" + map;
  }

  /** A combination of two tensors, value by value; one is broadcast over the other. */
  OnnxView binary(
      String name, OnnxView a, OnnxView b, boolean commutes, BinaryOperator<Expression> function) {
    if (a.liesLike(b) && !a.hasZeros()) {
      List<LazyMap> maps = new ArrayList<>();
      for (int i = 0; i < a.maps().size(); i++) {
        String part = partName(name, a, i);
        maps.add(Formulas.binary(part, plan, a.maps().get(i), b.maps().get(i), function));
      }
      return a.withMaps(name, maps);
    }
    if (b.elements() == 1 && a.elements() > 1 && !a.hasZeros()) {
      return withNumber(name, a, b, function);
    }
    if (a.elements() == 1 && b.elements() > 1 && !b.hasZeros()) {
      return withNumber(name, b, a, (x, number) -> function.apply(number, x));
    }
    int[] dims;
    try {
      dims = Selection.broadcastDims(a.dims(), b.dims());
    } catch (IllegalArgumentException e) {
      throw new NotInGraph(e.getMessage());
    }
    if (dims.length < 3) {
      OnnxView result = binaryInOrder(name, dims, a, b, commutes, function);
      if (result != null) {
        return result;
      }
    }
    OnnxView left = a.select(a.name(), Selection.reshaped(ranked(a.dims(), dims.length)));
    OnnxView right = b.select(b.name(), Selection.reshaped(ranked(b.dims(), dims.length)));
    boolean last = left.hasChannelsLast() || right.hasChannelsLast();
    List<OnnxView.Layout> layouts =
        last
            ? List.of(OnnxView.Layout.CHANNELS_LAST, OnnxView.Layout.CHANNELS_FIRST)
            : List.of(OnnxView.Layout.CHANNELS_FIRST, OnnxView.Layout.CHANNELS_LAST);
    for (OnnxView.Layout layout : layouts) {
      OnnxView result = binaryIn(layout, name, dims, left, right, commutes, function);
      if (result != null) {
        return result;
      }
    }
    OnnxView result = binaryInOrder(name, dims, a, b, commutes, function);
    if (result != null) {
      return result;
    }
    throw new NotInGraph(a + " and " + b + " do not lie in maps of one size");
  }

  /** A combination with one number, wherever the values lie. */
  private OnnxView withNumber(
      String name, OnnxView x, OnnxView number, BinaryOperator<Expression> function) {
    int[] dims = Selection.broadcastDims(x.dims(), number.dims());
    LazyMap one =
        map(
            number.select(number.name(), Selection.reshaped(new int[] {1})),
            OnnxView.Layout.CHANNELS_FIRST);
    List<LazyMap> maps = new ArrayList<>();
    for (LazyMap map : x.maps()) {
      maps.add(Formulas.binary(partName(name, x, maps.size()), plan, map, one, function));
    }
    return x.withMaps(name, maps).select(name, Selection.reshaped(dims));
  }

  /** Tensors of any rank, taken as maps with the pixels of those that they lie in. */
  private OnnxView binaryInOrder(
      String name,
      int[] dims,
      OnnxView a,
      OnnxView b,
      boolean commutes,
      BinaryOperator<Expression> function) {
    OnnxView left = a.select(a.name(), Selection.broadcast(a.dims(), dims));
    OnnxView right = b.select(b.name(), Selection.broadcast(b.dims(), dims));
    int elements = left.elements();
    for (OnnxView like : List.of(a, b)) {
      Shape map = like.maps().get(0).shape();
      if (elements > 0 && elements % map.pixels() == 0) {
        int[] picture = {1, elements / map.pixels(), map.height(), map.width()};
        Selection inOrder = Selection.reshaped(picture);
        OnnxView result =
            binaryIn(
                OnnxView.Layout.CHANNELS_FIRST,
                name,
                picture,
                left.select(a.name(), inOrder),
                right.select(b.name(), inOrder),
                commutes,
                function);
        if (result != null) {
          return result.select(name, Selection.reshaped(dims));
        }
      }
    }
    return null;
  }

  private OnnxView binaryIn(
      OnnxView.Layout layout,
      String name,
      int[] dims,
      OnnxView left,
      OnnxView right,
      boolean commutes,
      BinaryOperator<Expression> function) {
    LazyMap a = term(left, layout);
    LazyMap b = term(right, layout);
    if (a == null || b == null || !broadcast(a.shape(), b.shape())) {
      return null;
    }
    boolean swap = commutes && a.shape().pixels() < b.shape().pixels();
    LazyMap both =
        swap
            ? Formulas.binary(name, plan, b, a, (x, y) -> function.apply(x, y))
            : Formulas.binary(name, plan, a, b, function);
    if (both.shape().elements() != OnnxConstant.elements(dims)) {
      return null;
    }
    return layout == OnnxView.Layout.CHANNELS_FIRST
        ? OnnxView.of(name, dims, both)
        : OnnxView.channelsLast(name, dims, both);
  }

  /** The map of an operand, or null; a factor stays outside, where a sum takes it up. */
  private LazyMap term(OnnxView view, OnnxView.Layout layout) {
    if (!view.isWhole()
        && view.maps().size() == 1
        && view.maps().get(0) instanceof LazyMap.OfExpression scaled
        && !scaled.isPlanned()
        && scaled.expression() instanceof Expression.WeightedSum product
        && product.terms().equals(List.of(new Expression.Operand(0)))) {
      OnnxView inner = view.withMaps(view.name(), List.of(scaled.operands().get(0)));
      return MapFinder.find(plan, inner, layout)
          .map(map -> Formulas.unary(view.name(), map, x -> times(product, x)))
          .orElse(null);
    }
    return MapFinder.find(plan, view, layout).orElse(null);
  }

  private static Expression times(Expression.WeightedSum product, Expression x) {
    return new Expression.WeightedSum(product.factors(), List.of(x));
  }

  private static boolean broadcast(Shape a, Shape b) {
    boolean channels = a.channels() == b.channels() || a.channels() == 1 || b.channels() == 1;
    boolean pixels =
        (a.height() == b.height() && a.width() == b.width()) || a.pixels() == 1 || b.pixels() == 1;
    return channels && pixels;
  }

  private static int[] ranked(int[] dims, int rank) {
    int[] out = new int[rank];
    Arrays.fill(out, 1);
    System.arraycopy(dims, 0, out, rank - dims.length, dims.length);
    return out;
  }

  /** A combination of a tensor with a constant that is the same for all pixels. */
  OnnxView withConstant(
      String name,
      OnnxView x,
      OnnxConstant constant,
      boolean first,
      BinaryOperator<Expression> function) {
    OnnxView of = shaped(x, constant);
    if (constant.isUniform()) {
      Expression value = Formulas.constant(constant.number(0));
      return unary(name, of, e -> first ? function.apply(value, e) : function.apply(e, value));
    }
    OnnxView solid = of.hasZeros() ? solid(of) : of;
    float[][] perMap = perChannelOrNull(solid, constant);
    if (perMap == null) {
      solid = inOnePixel(solid, constant);
      perMap = perChannelOrNull(solid, constant);
    }
    List<LazyMap> maps = new ArrayList<>();
    for (LazyMap map : solid.maps()) {
      Expression value = Formulas.constant(perMap[maps.size()]);
      String part = partName(name, solid, maps.size());
      maps.add(
          Formulas.unary(
              part, map, e -> first ? function.apply(value, e) : function.apply(e, value)));
    }
    return solid.withMaps(name, maps);
  }

  /** A tensor times factors plus shifts, both the same for all pixels; null for neither. */
  OnnxView affine(String name, OnnxView x, OnnxConstant factor, OnnxConstant shift) {
    OnnxView of = shaped(shaped(x, factor), shift);
    boolean uniform =
        (factor == null || factor.isUniform()) && (shift == null || shift.isUniform());
    boolean convolutions =
        of.maps().stream().allMatch(m -> m instanceof LazyMap.OfConv && !m.isPlanned());
    boolean taken = convolutions && !of.hasZeros();
    float[][] factors = taken && factor != null ? perChannelOrNull(of, factor) : null;
    float[][] shifts = taken && shift != null ? perChannelOrNull(of, shift) : null;
    if (taken && (factor == null || factors != null) && (shift == null || shifts != null)) {
      List<LazyMap> maps = new ArrayList<>();
      for (LazyMap map : of.maps()) {
        int channels = map.shape().channels();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        maps.add(
            ((LazyMap.OfConv) map)
                .affine(
                    factors == null ? ones : spread(factors[maps.size()], channels),
                    shifts == null ? new float[channels] : spread(shifts[maps.size()], channels)));
      }
      return of.withMaps(name, maps);
    }
    if (uniform && shift == null) {
      float times = factor.number(0);
      return unary(name, of, e -> new Expression.WeightedSum(List.of(times), List.of(e)));
    }
    OnnxView scaled =
        factor == null ? of : withConstant(name + ".scaled", of, factor, false, Formulas::times);
    return shift == null
        ? scaled.renamed(name)
        : withConstant(name, scaled, shift, false, Formulas::sum);
  }

  private static float[] spread(float[] values, int channels) {
    if (values.length == channels) {
      return values;
    }
    float[] all = new float[channels];
    Arrays.fill(all, values[0]);
    return all;
  }

  /** A constant may have more axes of one line than the tensor. */
  private static OnnxView shaped(OnnxView x, OnnxConstant constant) {
    if (constant == null) {
      return x;
    }
    int[] dims;
    try {
      dims = Selection.broadcastDims(x.dims(), constant.dims());
    } catch (IllegalArgumentException e) {
      throw new NotInGraph(e.getMessage());
    }
    if (Arrays.equals(dims, x.dims())) {
      return x;
    }
    return x.select(x.name(), Selection.broadcast(x.dims(), dims));
  }

  /**
   * A small tensor with all its values in the channels of one pixel, where constants may differ.
   *
   * @throws NotInGraph when it has too many pixels
   */
  private OnnxView inOnePixel(OnnxView x, OnnxConstant constant) {
    boolean small =
        x.elements() <= MAX_MOVED
            && x.maps().stream().allMatch(map -> map.shape().pixels() <= MAX_MOVED_PIXELS);
    LazyMap map =
        small
            ? MapFinder.find(plan, x, new Shape(x.elements(), 1, 1), x::place).orElse(null)
            : null;
    if (map == null) {
      throw new NotInGraph(constant + " differs from pixel to pixel of " + x);
    }
    return OnnxView.of(x.name(), x.dims(), map);
  }

  /**
   * The values of a constant for the channels of each map; null when it differs from pixel to
   * pixel.
   */
  private static float[][] perChannelOrNull(OnnxView x, OnnxConstant constant) {
    OnnxConstant all = constant.select(Selection.broadcast(constant.dims(), x.dims()));
    int[] begins = OnnxView.begins(x.maps());
    float[][] values = new float[begins.length][];
    boolean[][] known = new boolean[begins.length][];
    for (int m = 0; m < begins.length; m++) {
      values[m] = new float[x.maps().get(m).shape().channels()];
      known[m] = new boolean[values[m].length];
    }
    int count = x.elements();
    for (int i = 0; i < count; i++) {
      int place = x.place(i);
      int map = OnnxView.mapOf(begins, place);
      int channel = (place - begins[map]) / x.maps().get(map).shape().pixels();
      float value = all.number(i);
      if (known[map][channel] && Float.compare(values[map][channel], value) != 0) {
        return null;
      }
      known[map][channel] = true;
      values[map][channel] = value;
    }
    return values;
  }

  /** Makes nodes of what a tensor lies in, so that nobody computes it a second time. */
  void pin(OnnxView view) {
    view.maps().forEach(map -> map.planned(plan));
  }
}

package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Operators that the skip graph carries, and how each becomes part of it. */
final class Lowering {
  /** Lowering of operators to the graph. */
  enum Handling {
    /** A node of the network, or part of one. */
    GRAPH("graph"),
    /** Nodes that mean the same. */
    REWRITTEN("rewritten"),
    /** A choice of values, which costs nothing or one copy. */
    MOVED("moved"),
    /** Nothing: its result is known when the model is read. */
    FOLDED("folded");

    private final String text;

    Handling(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Makes the results of a node from its operands. */
  @FunctionalInterface
  interface Rule {
    List<? extends OnnxValue> apply(OnnxNode node, OnnxValues values);
  }

  private record Entry(Handling form, Rule rule) {}

  /** Limit of a padding, above which too little would be left of the values. */
  private static final float MAX_BORDER = 256;

  private static final Map<String, Entry> RULES = new TreeMap<>();

  static {
    ConvRules.register(Lowering::add);
    PointwiseRules.register(Lowering::add);
    WindowRules.register(Lowering::add);
    ReduceRules.register(Lowering::add);
    NormRules.register(Lowering::add);
    for (String moved :
        List.of(
            "Identity",
            "Dropout",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Slice",
            "Split",
            "Gather",
            "Expand",
            "Tile",
            "Pad",
            "DepthToSpace",
            "SpaceToDepth")) {
      add(moved, Handling.MOVED, Lowering::moved);
    }
    add("Concat", Handling.MOVED, Lowering::concat);
    add("Cast", Handling.MOVED, Lowering::cast);
    add("Shape", Handling.FOLDED, Lowering::shape);
    add("Size", Handling.FOLDED, Lowering::shape);
    QuantizedRules.register(Lowering::add);
  }

  /** Operators that look at each picture of a batch alone. */
  private static final Set<String> OF_PICTURES =
      Set.of(
          "Conv",
          "ConvTranspose",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "InstanceNormalization",
          "GroupNormalization",
          "LRN");

  private Lowering() {}

  /** Takes rules up. */
  @FunctionalInterface
  interface Registry {
    void add(String operator, Handling form, Rule rule);
  }

  private static void add(String operator, Handling form, Rule rule) {
    RULES.put(operator, new Entry(form, rule));
  }

  /** Operators that the graph carries, in alphabetical order, with what becomes of each. */
  static Map<String, Handling> operators() {
    Map<String, Handling> forms = new TreeMap<>();
    RULES.forEach((name, entry) -> forms.put(name, entry.form));
    return forms;
  }

  /** Whether a node does no more than choose values. */
  static boolean isMoved(OnnxNode node) {
    return knows(node) && RULES.get(node.type()).form == Handling.MOVED;
  }

  static boolean knows(OnnxNode node) {
    boolean known = ModelFile.isOnnx(node.domain()) || node.type().equals("FusedConv");
    return known && RULES.containsKey(node.type());
  }

  /**
   * The results of a node.
   *
   * @throws NotInGraph when the graph cannot carry it
   */
  static List<? extends OnnxValue> lower(OnnxNode node, OnnxValues values) {
    List<OnnxConstant> constants = new ArrayList<>();
    boolean allConstant = true;
    for (int i = 0; i < node.inputs().size(); i++) {
      OnnxConstant constant = values.constantOrNull(node, i);
      constants.add(constant);
      allConstant &= constant != null || !node.has(i);
    }
    if (allConstant) {
      List<? extends OnnxValue> folded = folded(node, constants);
      if (folded != null) {
        return folded;
      }
    }
    if (!knows(node)) {
      throw new NotInGraph(node + " is an operator that the graph does not carry");
    }
    Rule rule = RULES.get(node.type()).rule;
    return OF_PICTURES.contains(node.type())
            && values.get(node.inputs().get(0)) instanceof OnnxView x
        ? OnnxBatch.each(node, values, x, rule)
        : rule.apply(node, values);
  }

  private static List<? extends OnnxValue> folded(OnnxNode node, List<OnnxConstant> constants) {
    if (node.type().equals("Concat")) {
      if (constants.isEmpty() || constants.contains(null)) {
        throw new IllegalArgumentException(node + " lacks an operand");
      }
      List<int[]> dims = constants.stream().map(OnnxConstant::dims).toList();
      Selection selection = Selections.concat(node.integer("axis", 1), dims);
      return List.of(together(constants).select(selection));
    }
    if (!constants.isEmpty()) {
      OnnxConstant first = constants.get(0);
      List<Selection> selections =
          first == null
              ? null
              : Selections.of(
                  node, first.dims(), i -> i < constants.size() ? constants.get(i) : null);
      if (selections != null) {
        return selections.stream().map(first::select).toList();
      }
      if (first != null && (node.type().equals("Shape") || node.type().equals("Size"))) {
        return List.of(shapeOf(node, first.dims()));
      }
    }
    return ConstantFolding.fold(node, constants).map(List::of).orElse(null);
  }

  private static OnnxConstant together(List<OnnxConstant> parts) {
    int count = parts.stream().mapToInt(OnnxConstant::elements).sum();
    int at = 0;
    if (parts.stream().anyMatch(OnnxConstant::isFloat)) {
      float[] values = new float[count];
      for (OnnxConstant part : parts) {
        System.arraycopy(part.floats(), 0, values, at, part.elements());
        at += part.elements();
      }
      return OnnxConstant.floats(new int[] {count}, values);
    }
    long[] values = new long[count];
    for (OnnxConstant part : parts) {
      System.arraycopy(part.integers(), 0, values, at, part.elements());
      at += part.elements();
    }
    return OnnxConstant.integers(new int[] {count}, values, parts.get(0).type());
  }

  private static List<? extends OnnxValue> moved(OnnxNode node, OnnxValues values) {
    OnnxView x = values.view(node, 0);
    if (node.type().equals("Pad")) {
      float border = Selections.border(node, i -> values.constantOrNull(node, i));
      if (border != 0) {
        return List.of(bordered(node, values, x, border));
      }
    }
    List<Selection> selections = Selections.of(node, x.dims(), i -> values.constantOrNull(node, i));
    List<OnnxValue> results = new ArrayList<>();
    for (int i = 0; i < selections.size() && i < node.outputs().size(); i++) {
      results.add(x.select(node.outputs().get(i), selections.get(i)));
    }
    return results;
  }

  /** {@code pad(x - border) + border}: what is added around a map is 0. */
  private static OnnxView bordered(OnnxNode node, OnnxValues values, OnnxView x, float border) {
    if (!(Math.abs(border) <= MAX_BORDER)) {
      throw new NotInGraph(node + " pads with " + border);
    }
    OnnxConstant value = OnnxConstant.scalar(border);
    OnnxView low = values.affine(node.result() + ".low", x, null, value.map(v -> -v));
    Selection padded = Selections.padded(node, x.dims(), i -> values.constantOrNull(node, i));
    return values.affine(node.result(), low.select(node.result(), padded), null, value);
  }

  private static List<? extends OnnxValue> concat(OnnxNode node, OnnxValues values) {
    List<OnnxView> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      OnnxConstant constant = values.constantOrNull(node, i);
      parts.add(constant == null ? values.view(node, i) : null);
    }
    int axis = node.integer("axis", 1);
    List<int[]> dims = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      dims.add(parts.get(i) == null ? values.constant(node, i).dims() : parts.get(i).dims());
    }
    Selection whole = Selections.concat(axis, dims);
    // Zeros that are put beside maps are places without a map.
    List<OnnxView> solid = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) != null) {
        solid.add(parts.get(i));
      } else {
        OnnxConstant constant = values.constant(node, i);
        if (constant.elements() > 0 && !(constant.isUniform() && constant.number(0) == 0)) {
          throw new NotInGraph(node + " puts constants other than 0 beside maps");
        }
        int[] zeros = Selection.lines(constant.elements(), at -> -1);
        OnnxView any = parts.stream().filter(p -> p != null).findFirst().orElseThrow();
        solid.add(OnnxView.of(node.result(), constant.dims(), any.maps(), zeros));
      }
    }
    return List.of(OnnxView.together(node.result(), solid).select(node.result(), whole));
  }

  private static List<? extends OnnxValue> cast(OnnxNode node, OnnxValues values) {
    int to = node.integer("to", 1);
    // Float, double, half and bfloat16: all are float here.
    if (to == 1 || to == 10 || to == 11 || to == 16) {
      return List.of(values.view(node, 0).renamed(node.result()));
    }
    throw new NotInGraph(node + " makes whole numbers of a map");
  }

  private static List<? extends OnnxValue> shape(OnnxNode node, OnnxValues values) {
    return List.of(shapeOf(node, values.view(node, 0).dims()));
  }

  private static OnnxConstant shapeOf(OnnxNode node, int[] dims) {
    if (node.type().equals("Size")) {
      return OnnxConstant.integers(new int[0], new long[] {OnnxConstant.elements(dims)});
    }
    int rank = dims.length;
    int start = limited(node.integer("start", 0), rank);
    int end = limited(node.integer("end", rank), rank);
    long[] sizes = new long[Math.max(0, end - start)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = dims[start + i];
    }
    return OnnxConstant.list(sizes);
  }

  private static int limited(int axis, int rank) {
    return Math.max(0, Math.min(axis < 0 ? axis + rank : axis, rank));
  }
}

package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.Foreign;
import org.skipconv.models.onnx.NetworkPlan.Planned;

/**
 * Nodes that ONNX Runtime computes, as a model of their own: in mid-network, where their results
 * are maps again, or after it.
 */
final class ForeignGraph {
  /** Facts about the graph. */
  record Context(
      ModelFile file,
      OnnxInputs inputs,
      OnnxValues values,
      Map<String, OnnxNode> producers,
      Map<String, Integer> consumers,
      List<OnnxNode> nodes) {}

  /**
   * Inputs of the part.
   *
   * @param port input of its own model
   * @param node of the network; null for an input of the model that the network does not read
   * @param input that input's name, else null
   */
  record Feed(OnnxPort port, Planned node, String input) {}

  private final Context context;
  private final Set<OnnxNode> own;
  private final Set<OnnxNode> included = new TreeSet<>((a, b) -> a.index() - b.index());
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("foreign");
  private final List<NodeProto> first = new ArrayList<>();
  private final List<Feed> feeds = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();
  private List<String> results = List.of();
  private boolean inNetwork;

  private ForeignGraph(Context context, Set<OnnxNode> own) {
    this.context = context;
    this.own = own;
    own.forEach(this::include);
  }

  /** Adds a node, and what its operands are or are made of. */
  private void include(OnnxNode node) {
    if (!included.add(node)) {
      return;
    }
    for (String input : inputsOf(node)) {
      if (!input.isEmpty() && !known.contains(input)) {
        OnnxNode producer = context.producers.get(input);
        if (producer != null && own.contains(producer)) {
          continue;
        }
        operand(input);
      }
    }
  }

  private static List<String> inputsOf(OnnxNode node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (AttributeProto attribute : node.proto().getAttributeList()) {
      if (attribute.hasG()) {
        Set<String> inner = new LinkedHashSet<>();
        attribute.getG().getNodeList().forEach(n -> inner.addAll(n.getOutputList()));
        attribute.getG().getInputList().forEach(i -> inner.add(i.getName()));
        attribute.getG().getInitializerList().forEach(i -> inner.add(i.getName()));
        attribute.getG().getNodeList().stream()
            .flatMap(n -> n.getInputList().stream())
            .filter(name -> !inner.contains(name))
            .forEach(inputs::add);
      }
    }
    return inputs;
  }

  private void operand(String name) {
    OnnxValue value = context.values.get(name);
    if (value instanceof OnnxConstant constant) {
      known.add(name);
      graph.addInitializer(constant.toProto(name));
    } else if (value instanceof OnnxView view) {
      view(name, view);
    } else {
      OnnxInputs.Port port =
          context.inputs.ports().stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("nothing gives " + name));
      given(name, port);
    }
  }

  /** An input of whole numbers comes as floats, as all do. */
  private void given(String name, OnnxInputs.Port port) {
    known.add(name);
    String floats = name + "/float";
    feeds.add(new Feed(OnnxPort.of(floats, port.sizes()), null, name));
    graph.addInput(info(floats, port.dims()));
    first.add(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .addInput(floats)
            .addOutput(name)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("to")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(port.type()))
            .build());
  }

  private void view(String name, OnnxView view) {
    OnnxNode producer = context.producers.get(name);
    if (view.isWhole()) {
      known.add(name);
      port(name, view.dims(), view.maps().get(0));
    } else if (view.hasChannelsLast()) {
      known.add(name);
      LazyMap map = view.maps().get(0);
      Shape shape = map.shape();
      String turned = name + "/channels_first";
      port(turned, new int[] {1, shape.channels(), shape.height(), shape.width()}, map);
      first.add(
          NodeProto.newBuilder()
              .setOpType("Transpose")
              .addInput(turned)
              .addOutput(name + "/channels_last")
              .addAttribute(ints("perm", 0, 2, 3, 1))
              .build());
      long[] dims = java.util.Arrays.stream(view.dims()).asLongStream().toArray();
      OnnxConstant shapeOf = OnnxConstant.list(dims);
      graph.addInitializer(shapeOf.toProto(name + "/shape"));
      first.add(
          NodeProto.newBuilder()
              .setOpType("Reshape")
              .addInput(name + "/channels_last")
              .addInput(name + "/shape")
              .addOutput(name)
              .build());
    } else if (producer != null && Lowering.isMoved(producer)) {
      include(producer);
    } else {
      LazyMap map =
          MapFinder.find(context.values.plan(), view, OnnxView.Layout.CHANNELS_FIRST).orElse(null);
      if (map == null && producer != null) {
        include(producer);
      } else {
        known.add(name);
        port(
            name,
            view.dims(),
            map == null ? context.values.map(view, OnnxView.Layout.CHANNELS_FIRST) : map);
      }
    }
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private void port(String name, int[] dims, LazyMap map) {
    Planned node = map.planned(context.values.plan());
    OnnxPort port = OnnxPort.of(name, dims).viewed(node.shape());
    feeds.add(new Feed(port, node, null));
    graph.addInput(info(name, port.dims()));
  }

  private static ValueInfoProto info(String name, List<Integer> dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    dims.forEach(size -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** The bytes of the model that these nodes are. */
  private byte[] model(List<String> outputs) {
    first.forEach(graph::addNode);
    included.forEach(node -> graph.addNode(node.proto()));
    outputs.forEach(name -> graph.addOutput(ValueInfoProto.newBuilder().setName(name)));
    ModelProto model = context.file.model();
    return ModelProto.newBuilder()
        .setIrVersion(Math.max(model.getIrVersion(), 4))
        .addAllOpsetImport(model.getOpsetImportList())
        .addAllFunctions(model.getFunctionsList())
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** Puts a foreign part into the network; its results are there afterwards. */
  static ForeignGraph inNetwork(Context context, Set<OnnxNode> nodes) {
    ForeignGraph part = new ForeignGraph(context, nodes);
    part.inNetwork = true;
    Set<String> inside = new LinkedHashSet<>();
    Map<String, Integer> uses = new LinkedHashMap<>();
    nodes.forEach(node -> inside.addAll(node.outputs()));
    nodes.forEach(node -> inputsOf(node).forEach(in -> uses.merge(in, 1, Integer::sum)));
    part.results =
        inside.stream()
            .filter(name -> context.consumers.getOrDefault(name, 0) > uses.getOrDefault(name, 0))
            .toList();
    for (Feed feed : part.feeds) {
      if (feed.node() == null) {
        throw new IllegalArgumentException(
            "the input " + feed.input() + " is no map, but convolutions depend on it");
      }
    }
    String name = part.results.get(0);
    OnnxRuntimeComputation computation =
        OnnxRuntimeComputation.load(
            "foreign part " + name, part.model(part.results), part.ports(), part.results, 0);
    List<Planned> operands = part.operands();
    for (int i = 0; i < part.results.size(); i++) {
      OnnxPort port = computation.outputs().get(i);
      Shape lying = lying(port, operands);
      if (!lying.equals(port.shape())) {
        computation = computation.viewed(i, lying);
      }
    }
    for (int i = 0; i < part.results.size(); i++) {
      String result = part.results.get(i);
      Planned node = context.values.plan().add(result, new Foreign(computation, i), operands);
      int[] dims = computation.outputs().get(i).dims().stream().mapToInt(d -> d).toArray();
      context.values.put(result, OnnxView.of(result, dims, LazyMap.of(node)));
    }
    return part;
  }

  /**
   * A tensor [..., L] lies over the picture where an operand has L pixels, and none has the rows
   * and columns that it has as a map.
   */
  private static Shape lying(OnnxPort port, List<Planned> operands) {
    List<Integer> dims = port.dims();
    boolean map = dims.size() == 4 && dims.get(0) == 1;
    boolean known =
        operands.stream()
            .anyMatch(
                o ->
                    o.shape().height() == port.shape().height()
                        && o.shape().width() == port.shape().width());
    if (map && known) {
      return port.shape();
    }
    for (Planned operand : operands) {
      Shape shape = operand.shape();
      int pixels = shape.pixels();
      if (pixels > 1 && !dims.isEmpty() && dims.get(dims.size() - 1) == pixels) {
        int channels = Math.toIntExact(port.shape().elements() / pixels);
        return new Shape(channels, shape.height(), shape.width());
      }
    }
    return port.shape();
  }

  /** A part after the network. */
  static ForeignGraph tail(Context context, Set<OnnxNode> nodes, List<String> outputs) {
    Set<OnnxNode> needed = new LinkedHashSet<>();
    for (String output : outputs) {
      collect(context, nodes, output, needed);
    }
    ForeignGraph part = new ForeignGraph(context, needed);
    part.results = List.copyOf(outputs);
    return part;
  }

  private static void collect(
      Context context, Set<OnnxNode> nodes, String name, Set<OnnxNode> needed) {
    OnnxNode producer = context.producers.get(name);
    if (producer != null && nodes.contains(producer) && needed.add(producer)) {
      inputsOf(producer).forEach(input -> collect(context, nodes, input, needed));
    }
  }

  /** Nodes of the network that the part reads. */
  List<Planned> operands() {
    return feeds.stream().map(Feed::node).filter(node -> node != null).toList();
  }

  private List<OnnxPort> ports() {
    return feeds.stream().map(Feed::port).toList();
  }

  /** Inputs of the part, in their order. */
  List<Feed> feeds() {
    return List.copyOf(feeds);
  }

  List<String> results() {
    return results;
  }

  /** Whether convolutions follow; else it stands after the network. */
  boolean isInNetwork() {
    return inNetwork;
  }

  /** Nodes of the file that belong to it. */
  Set<OnnxNode> nodes() {
    return own;
  }

  /** Loads the tail; asks for ONNX Runtime. */
  OnnxRuntimeTail load() {
    return OnnxRuntimeTail.load(
        "the tail of " + results.size() + " outputs", model(results), ports(), results);
  }
}

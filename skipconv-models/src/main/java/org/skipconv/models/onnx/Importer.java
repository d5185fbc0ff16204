package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.onnx.NetworkPlan.Planned;

/**
 * Turns an ONNX graph into a network. Nodes that the graph cannot carry become foreign parts: where
 * convolutions follow, parts in mid-network, as small as can be; otherwise the tail.
 *
 * <p>Works in passes over the whole graph, since a node may prove to be foreign only when the sizes
 * of its operands are known: each pass knows the foreign parts of the one before, and ends with the
 * nodes that failed in it.
 */
final class Importer {
  /** Weights of a convolution that is worth a foreign part before it. */
  private static final int MIN_WEIGHTS = 256;

  /** Each pass adds a foreign part at least; no real network has as many. */
  private static final int MAX_PASSES = 200;

  /** Values that an import may make for each one in the file. */
  private static final int HELD_VALUES = 16;

  /** Values that an import may make for each one of an input: the maps of all layers. */
  private static final int DECLARED_VALUES = 4096;

  private final ModelFile file;
  private final ImportOptions options;
  private final OnnxInputs inputs;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, Integer> consumers = new HashMap<>();
  private final Map<String, OnnxNode> producers = new HashMap<>();
  private final Map<String, OnnxConstant> initial = new HashMap<>();
  private final Map<OnnxNode, String> reasons = new LinkedHashMap<>();
  private final List<Set<OnnxNode>> islands = new ArrayList<>();

  private Importer(ModelFile file, ImportOptions options) {
    this.file = file;
    this.options = options;
    this.inputs = OnnxInputs.of(file, options);
    GraphProto graph = file.graph();
    Set<String> needed = new HashSet<>();
    graph.getOutputList().forEach(output -> count(output.getName(), needed));
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        nodes.add(0, new OnnxNode(node, file.opset(), i));
        node.getInputList().forEach(input -> count(input, needed));
        // What an inner graph reads from outside.
        node.getAttributeList().stream()
            .filter(a -> a.hasG())
            .flatMap(a -> a.getG().getNodeList().stream())
            .flatMap(inner -> inner.getInputList().stream())
            .forEach(input -> count(input, needed));
      }
    }
    for (OnnxNode node : nodes) {
      node.outputs().forEach(output -> producers.put(output, node));
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      if (needed.contains(tensor.getName())) {
        initial.put(tensor.getName(), OnnxConstant.of(tensor));
      }
    }
  }

  private void count(String name, Set<String> needed) {
    needed.add(name);
    consumers.merge(name, 1, Integer::sum);
  }

  /**
   * Imports a model.
   *
   * @throws IllegalArgumentException when it is none that can be computed
   * @throws IllegalStateException when it has foreign parts and ONNX Runtime is absent
   */
  static ImportedGraph run(ModelFile file, ImportOptions options, String name) {
    Importer importer = new Importer(file, options);
    long budget = importer.budget();
    return ElementBudget.within(budget, () -> importer.run(name));
  }

  /** A multiple of what the file holds and declares. */
  private long budget() {
    if (!options.allowsForeignParts()) {
      return options.values();
    }
    long held = initial.values().stream().mapToLong(OnnxConstant::elements).sum();
    return options.values() + (long) HELD_VALUES * held + DECLARED_VALUES * inputs.elements();
  }

  private static void requireNone(Pass result) {
    result.failed.stream()
        .findFirst()
        .ifPresent(
            node -> {
              throw new IllegalArgumentException(node + " would be a foreign part");
            });
  }

  private ImportedGraph run(String name) {
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Pass result = new Pass();
      result.run();
      if (!options.allowsForeignParts()) {
        requireNone(result);
      }
      if (result.failed.isEmpty() || !separate(result)) {
        return result.finish(name);
      }
    }
    throw new IllegalArgumentException("the model has more than " + MAX_PASSES + " foreign parts");
  }

  /** Makes foreign parts of failed nodes that real convolutions follow; says whether there are. */
  private boolean separate(Pass result) {
    Set<OnnxNode> open = new LinkedHashSet<>(result.failed);
    open.addAll(result.blocked);
    Set<OnnxNode> leading = new HashSet<>();
    List<OnnxNode> backwards = new ArrayList<>(open);
    backwards.sort((a, b) -> Integer.compare(b.index(), a.index()));
    for (OnnxNode node : backwards) {
      boolean leads =
          followers(node, open).stream().anyMatch(f -> leading.contains(f) || isRealConvolution(f));
      if (leads) {
        leading.add(node);
      }
    }
    // The first nodes that fail: no real convolution that waits stands before them.
    Set<OnnxNode> first = new LinkedHashSet<>();
    Set<OnnxNode> behindConvolution = new HashSet<>();
    List<OnnxNode> forwards = new ArrayList<>(open);
    forwards.sort((a, b) -> Integer.compare(a.index(), b.index()));
    for (OnnxNode node : forwards) {
      boolean behind =
          node.inputs().stream()
              .map(producers::get)
              .anyMatch(p -> p != null && open.contains(p) && behindConvolution.contains(p));
      if (behind || (isRealConvolution(node) && !result.failed.contains(node))) {
        behindConvolution.add(node);
      } else if (leading.contains(node)) {
        first.add(node);
      }
    }
    first.retainAll(result.failed);
    if (first.isEmpty()) {
      return false;
    }
    islands.forEach(first::addAll);
    islands.clear();
    islands.addAll(connected(closed(first)));
    return true;
  }

  /**
   * With what lies between foreign nodes and is no real convolution: a part is run in one piece.
   */
  private Set<OnnxNode> closed(Set<OnnxNode> foreign) {
    Set<OnnxNode> after = new HashSet<>();
    for (OnnxNode node : nodes) {
      boolean follows =
          node.inputs().stream()
              .map(producers::get)
              .anyMatch(p -> p != null && (foreign.contains(p) || after.contains(p)));
      if (follows && !isRealConvolution(node)) {
        after.add(node);
      }
    }
    Set<OnnxNode> all = new LinkedHashSet<>();
    Set<String> read = new HashSet<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      OnnxNode node = nodes.get(i);
      boolean leads = node.outputs().stream().anyMatch(read::contains);
      if (foreign.contains(node) || (leads && after.contains(node))) {
        all.add(node);
        read.addAll(node.inputs());
      }
    }
    return all;
  }

  /** Number of times that a way to a node leaves a foreign part for the graph. */
  private Map<OnnxNode, Integer> levels(Set<OnnxNode> foreign) {
    Map<OnnxNode, Integer> levels = new HashMap<>();
    for (OnnxNode node : nodes) {
      int level = 0;
      for (String input : node.inputs()) {
        OnnxNode producer = producers.get(input);
        if (producer != null) {
          boolean leaves = foreign.contains(producer) && !foreign.contains(node);
          level = Math.max(level, levels.getOrDefault(producer, 0) + (leaves ? 1 : 0));
        }
      }
      levels.put(node, level);
    }
    return levels;
  }

  private List<OnnxNode> followers(OnnxNode node, Set<OnnxNode> among) {
    return among.stream()
        .filter(f -> f.inputs().stream().anyMatch(node.outputs()::contains))
        .toList();
  }

  /** Parts whose nodes hang together, and do not wait for what follows one of them. */
  private List<Set<OnnxNode>> connected(Set<OnnxNode> core) {
    Map<OnnxNode, Integer> levels = levels(core);
    List<Set<OnnxNode>> parts = new ArrayList<>();
    Set<OnnxNode> left = new LinkedHashSet<>(core);
    while (!left.isEmpty()) {
      Set<OnnxNode> part = new LinkedHashSet<>();
      List<OnnxNode> open = new ArrayList<>(List.of(left.iterator().next()));
      while (!open.isEmpty()) {
        OnnxNode node = open.remove(open.size() - 1);
        if (left.remove(node)) {
          part.add(node);
          for (OnnxNode other : core) {
            boolean joined =
                other.inputs().stream().anyMatch(node.outputs()::contains)
                    || node.inputs().stream().anyMatch(other.outputs()::contains);
            if (joined && levels.get(other).equals(levels.get(node))) {
              open.add(other);
            }
          }
        }
      }
      parts.add(part);
    }
    return parts;
  }

  private boolean isRealConvolution(OnnxNode node) {
    boolean convolution =
        node.type().endsWith("Conv")
            || node.type().equals("ConvTranspose")
            || node.type().equals("ConvInteger");
    if (!convolution || node.inputs().size() < 2) {
      return false;
    }
    OnnxConstant weight = initial.get(node.inputs().get(1));
    return weight == null || weight.elements() >= MIN_WEIGHTS;
  }

  /** One pass over the graph. */
  private final class Pass {
    private final NetworkPlan plan = new NetworkPlan();
    private final OnnxValues values = new OnnxValues(plan);
    private final Set<OnnxNode> failed = new LinkedHashSet<>();
    private final Set<OnnxNode> blocked = new LinkedHashSet<>();
    private final List<ForeignGraph> parts = new ArrayList<>();

    void run() {
      inputs.views(plan).forEach(values::put);
      initial.forEach(values::put);
      Set<Set<OnnxNode>> open = new LinkedHashSet<>(islands);
      Set<OnnxNode> done = new HashSet<>();
      boolean progress = true;
      while (progress) {
        progress = false;
        for (OnnxNode node : nodes) {
          if (!done.contains(node) && !isForeign(node) && isReady(node)) {
            done.add(node);
            progress = true;
            lower(node);
          }
        }
        for (Set<OnnxNode> island : List.copyOf(open)) {
          if (isReady(island)) {
            open.remove(island);
            progress = true;
            parts.add(ForeignGraph.inNetwork(Importer.this.context(values), island));
          }
        }
      }
      for (OnnxNode node : nodes) {
        if (!done.contains(node) && !isForeign(node)) {
          blocked.add(node);
        }
      }
      open.forEach(blocked::addAll);
    }

    private boolean isForeign(OnnxNode node) {
      return islands.stream().anyMatch(island -> island.contains(node));
    }

    private boolean isReady(OnnxNode node) {
      return node.inputs().stream().allMatch(in -> in.isEmpty() || values.get(in) != null);
    }

    private boolean isReady(Set<OnnxNode> island) {
      return island.stream()
          .flatMap(node -> node.inputs().stream())
          .allMatch(
              in -> in.isEmpty() || values.get(in) != null || island.contains(producers.get(in)));
    }

    private void lower(OnnxNode node) {
      List<? extends OnnxValue> results;
      try {
        results = Lowering.lower(node, values);
      } catch (NotInGraph e) {
        failed.add(node);
        reasons.put(node, e.getMessage());
        return;
      }
      for (int i = 0; i < node.outputs().size() && i < results.size(); i++) {
        String name = node.outputs().get(i);
        values.put(name, results.get(i));
        if (results.get(i) instanceof OnnxView view && consumers.getOrDefault(name, 0) > 1) {
          values.pin(view);
        }
      }
    }

    ImportedGraph finish(String name) {
      Set<OnnxNode> tail = new LinkedHashSet<>();
      for (OnnxNode node : nodes) {
        if (failed.contains(node) || blocked.contains(node)) {
          tail.add(node);
        }
      }
      List<String> behind = new ArrayList<>();
      Map<String, OnnxValue> outputs = new LinkedHashMap<>();
      for (ValueInfoProto output : file.graph().getOutputList()) {
        OnnxValue value = values.get(output.getName());
        if (value == null) {
          behind.add(output.getName());
        } else {
          outputs.put(output.getName(), value);
        }
      }
      ForeignGraph end = behind.isEmpty() ? null : ForeignGraph.tail(context(values), tail, behind);
      Set<Planned> results = new LinkedHashSet<>();
      for (OnnxValue value : outputs.values()) {
        if (value instanceof OnnxView view) {
          view.maps().forEach(map -> results.add(map.planned(plan)));
        }
      }
      if (end != null) {
        results.addAll(end.operands());
      }
      if (results.isEmpty()) {
        throw new IllegalArgumentException("no output of the model depends on its input");
      }
      SkipNetwork network = plan.build(name, results);
      List<ForeignGraph> all = new ArrayList<>(parts);
      if (end != null) {
        all.add(end);
      }
      return new ImportedGraph(
          file, inputs, network, plan, outputs, end, Coverage.of(network, nodes, all, reasons));
    }
  }

  private ForeignGraph.Context context(OnnxValues values) {
    return new ForeignGraph.Context(file, inputs, values, producers, consumers, nodes);
  }
}

package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Operation;

/** Nodes of a network in the making, of which those are built in the end that an output needs. */
final class NetworkPlan {
  /** A node to be. */
  static final class Planned {
    private final String name;
    private final Operation operation;
    private final List<Planned> operands;
    private final Shape shape;

    private Planned(String name, Operation operation, List<Planned> operands) {
      this.name = name;
      this.operation = operation;
      this.operands = List.copyOf(operands);
      this.shape = operation.shape(operands.stream().map(Planned::shape).toList());
      ElementBudget.take(shape.channels(), shape.height(), shape.width());
    }

    String name() {
      return name;
    }

    Shape shape() {
      return shape;
    }

    @Override
    public String toString() {
      return name + " " + shape;
    }
  }

  private record Key(Operation operation, List<Planned> operands) {}

  private final List<Planned> nodes = new ArrayList<>();
  private final Map<Key, Planned> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Adds a node, or finds the one that computes the same.
   *
   * @param name of the node; changed where it is taken
   */
  Planned add(String name, Operation operation, List<Planned> operands) {
    Key key = new Key(operation, List.copyOf(operands));
    Planned same = known.get(key);
    if (same != null) {
      return same;
    }
    Planned node = new Planned(free(name), operation, operands);
    nodes.add(node);
    known.put(key, node);
    return node;
  }

  private String free(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "#" + i;
    }
    return free;
  }

  /**
   * Builds the network of what the results need; the first node that was added is its input.
   *
   * @param network name of it
   */
  SkipNetwork build(String network, Collection<Planned> results) {
    Set<Planned> needed = new HashSet<>(results);
    needed.add(nodes.get(0));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed.contains(nodes.get(i))) {
        needed.addAll(nodes.get(i).operands);
      }
    }
    SkipNetwork.Builder builder = SkipNetwork.builder(network);
    Map<Planned, Node> built = new HashMap<>();
    for (Planned node : nodes) {
      if (needed.contains(node)) {
        List<Node> operands = node.operands.stream().map(built::get).toList();
        built.put(node, builder.add(node.name, node.operation, operands));
      }
    }
    new java.util.LinkedHashSet<>(results)
        .forEach(result -> builder.output(result.name, built.get(result)));
    return builder.build();
  }
}

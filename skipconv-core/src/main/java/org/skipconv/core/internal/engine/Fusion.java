package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;

/**
 * Turns a graph into stages, so that a pixel is touched as seldom as possible.
 *
 * <p>Under CARRY a convolution takes a shortcut and an activation behind it along. Under REBASE it
 * must keep its sum before the activation, so nothing is fused with it. Nearest-neighbour resizing
 * in front of a sum is always folded into the sum's reading.
 */
final class Fusion {
  private final SkipNetwork network;
  private final boolean fuseConvolutions;
  private final Map<Node, List<Node>> consumers = new HashMap<>();
  private final Set<Node> results;
  private final Set<Node> absorbed = new HashSet<>();

  private Fusion(SkipNetwork network, ResidualPolicy policy) {
    this.network = network;
    this.fuseConvolutions = policy == ResidualPolicy.CARRY;
    this.results = Set.copyOf(network.outputs().values());
    for (Node node : network.nodes()) {
      node.inputs()
          .forEach(in -> consumers.computeIfAbsent(in, key -> new ArrayList<>()).add(node));
    }
  }

  /** All stages but the input, in the order of computation. */
  static List<Stage> stages(SkipNetwork network, ResidualPolicy policy) {
    return new Fusion(network, policy).stages();
  }

  private List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    // Backwards, so that a node knows whether its consumer takes it along before it makes a stage
    // of its own.
    for (int i = network.nodes().size() - 1; i >= 0; i--) {
      Node node = network.nodes().get(i);
      if (!absorbed.contains(node) && !(node.op() instanceof Op.Input)) {
        stages.add(0, stage(node));
      }
    }
    return stages;
  }

  private Stage stage(Node out) {
    if (out.op() instanceof Op.Activate activate) {
      Node inner = out.input();
      boolean takes = hasOneConsumer(inner) && (inner.op() instanceof Op.Sum || isFusable(inner));
      if (takes) {
        absorbed.add(inner);
        return stage(inner, activate.function(), out);
      }
      return sum(List.of(inner), List.of(1f), activate.function(), out);
    }
    return stage(out, Activation.NONE, out);
  }

  private Stage stage(Node node, Activation activation, Node out) {
    if (node.op() instanceof Op.Conv) {
      return new Stage.Conv(node, null, activation, out);
    }
    if (node.op() instanceof Op.Sum sum) {
      Node conv = convWithShortcut(node, sum);
      if (conv != null) {
        absorbed.add(conv);
        int shortcut = node.inputs().get(0).equals(conv) ? 1 : 0;
        return new Stage.Conv(conv, node.inputs().get(shortcut), activation, out);
      }
      return sum(node.inputs(), sum.factors(), activation, out);
    }
    if (node.op() instanceof Op.Resize resize && resize.mode() == Op.Resize.Mode.NEAREST) {
      return sum(node.inputs(), List.of(1f), activation, out);
    }
    return new Stage.Other(node);
  }

  private Stage sum(List<Node> terms, List<Float> factors, Activation activation, Node out) {
    List<Node> sources = new ArrayList<>();
    for (Node term : terms) {
      boolean folded = isFoldedResize(term);
      if (folded) {
        absorbed.add(term);
      }
      sources.add(folded ? term.input() : term);
    }
    return new Stage.Sum(List.copyOf(sources), factors, activation, out);
  }

  /** The convolution of {@code conv + shortcut} that can take the shortcut along, or null. */
  private Node convWithShortcut(Node node, Op.Sum sum) {
    if (node.inputs().size() != 2 || !sum.factors().equals(List.of(1f, 1f))) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Node conv = node.inputs().get(i);
      Node other = node.inputs().get(1 - i);
      if (isFusable(conv) && hasOneConsumer(conv) && !isFoldedResize(other)) {
        return conv;
      }
    }
    return null;
  }

  private boolean isFusable(Node node) {
    return fuseConvolutions && node.op() instanceof Op.Conv;
  }

  private boolean hasOneConsumer(Node node) {
    return consumers.get(node).size() == 1 && !results.contains(node);
  }

  private boolean isFoldedResize(Node node) {
    return node.op() instanceof Op.Resize resize
        && resize.mode() == Op.Resize.Mode.NEAREST
        && !results.contains(node)
        && consumers.get(node).stream().allMatch(consumer -> consumer.op() instanceof Op.Sum);
  }
}

package org.skipconv.gates.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.SkipNetwork;

/**
 * Which sums a session under CARRY computes together with a convolution: those of two terms of
 * which one is a convolution that nobody else reads. A closed pixel keeps the whole sum then.
 */
final class Shortcuts {
  private final SkipNetwork network;
  private final Map<Node, Integer> readers = new HashMap<>();
  private final Set<Node> results;
  private final Map<Node, Node> convOfSum = new HashMap<>();

  private Shortcuts(SkipNetwork network) {
    this.network = network;
    this.results = Set.copyOf(network.outputs().values());
    for (Node node : network.nodes()) {
      node.inputs().forEach(in -> readers.merge(in, 1, Integer::sum));
    }
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Sum sum
          && node.inputs().size() == 2
          && sum.factors().stream().allMatch(factor -> factor == 1)) {
        find(node);
      }
    }
  }

  /** The convolution by the sum that takes it along. */
  static Map<Node, Node> convolutionsBySum(SkipNetwork network) {
    return new Shortcuts(network).convOfSum;
  }

  private void find(Node sum) {
    for (int i = 0; i < 2; i++) {
      Node conv = sum.inputs().get(i);
      Node other = sum.inputs().get(1 - i);
      boolean alone = readers.get(conv) == 1 && !results.contains(conv);
      if (conv.op() instanceof Op.Conv && alone && !isFoldedResize(other)) {
        convOfSum.put(sum, conv);
        return;
      }
    }
  }

  /** A resize that is never computed by itself, since all who read it are sums. */
  private boolean isFoldedResize(Node node) {
    return node.op() instanceof Op.Resize resize
        && resize.mode() == Op.Resize.Mode.NEAREST
        && !results.contains(node)
        && readersOf(node).stream().allMatch(reader -> reader.op() instanceof Op.Sum);
  }

  private Set<Node> readersOf(Node node) {
    return network.nodes().stream()
        .filter(reader -> reader.inputs().contains(node))
        .collect(Collectors.toSet());
  }
}

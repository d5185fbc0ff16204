package org.skipconv.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;

/**
 * The passes over pixels in which a network is computed under a residual policy, so that a pixel is
 * touched as seldom as possible. The engine, training, counts and profiles walk the same stages:
 * what is held back together, and what a gate decides about, stands here alone.
 *
 * <p>Under {@link ResidualPolicy#CARRY} a convolution takes a shortcut and an activation after it
 * along. Under {@link ResidualPolicy#REBASE} it must keep its sum before the activation, so nothing
 * is fused with it, unless it has no gate. Nearest-neighbour resizing in front of a sum is always
 * folded into the sum's reading.
 *
 * <p>Immutable.
 */
public final class Schedule {
  private final SkipNetwork network;
  private final ResidualPolicy policy;
  private final List<Stage> stages;

  private Schedule(SkipNetwork network, ResidualPolicy policy) {
    this.network = network;
    this.policy = policy;
    this.stages = List.copyOf(new Fusion(network, policy).stages());
  }

  /**
   * {@return the schedule of a network under a policy}
   *
   * @param network the network
   * @param policy what residuals are measured against
   */
  public static Schedule of(SkipNetwork network, ResidualPolicy policy) {
    return new Schedule(network, policy);
  }

  /** {@return the network} */
  public SkipNetwork network() {
    return network;
  }

  /** {@return the residual policy} */
  public ResidualPolicy policy() {
    return policy;
  }

  /** {@return all stages but the input, in the order of computation} */
  public List<Stage> stages() {
    return stages;
  }

  /**
   * {@return whether a convolution has a gate} One whose input does not lie over the picture, as a
   * mean over it does not, has none: it costs less than deciding about it, and is computed afresh
   * whenever its input changed.
   *
   * @param convolution a node whose operation is a {@link Conv}
   */
  public static boolean isGated(Node convolution) {
    return convolution.input().onPicture();
  }

  /** Turns a graph into stages. */
  private static final class Fusion {
    private final SkipNetwork network;
    private final boolean fuseGated;
    private final Map<Node, List<Node>> consumers = new HashMap<>();
    private final Set<Node> results;
    private final Set<Node> absorbed = new HashSet<>();

    Fusion(SkipNetwork network, ResidualPolicy policy) {
      this.network = network;
      this.fuseGated = policy == ResidualPolicy.CARRY;
      this.results = Set.copyOf(network.outputs().values());
      for (Node node : network.nodes()) {
        node.inputs()
            .forEach(in -> consumers.computeIfAbsent(in, key -> new ArrayList<>()).add(node));
      }
    }

    List<Stage> stages() {
      List<Stage> stages = new ArrayList<>();
      // Backwards, so that a node knows whether its consumer takes it along before it makes a stage
      // of its own.
      for (int i = network.nodes().size() - 1; i > 0; i--) {
        Node node = network.nodes().get(i);
        if (!absorbed.contains(node)) {
          stages.add(0, stage(node));
        }
      }
      return stages;
    }

    private Stage stage(Node out) {
      Optional<Activation> activation = out.activation();
      if (activation.isPresent()) {
        Node inner = out.input();
        boolean takes = hasOneConsumer(inner) && (factors(inner).isPresent() || isFusable(inner));
        if (takes) {
          absorbed.add(inner);
          return stage(inner, activation.get(), out);
        }
        return sum(List.of(inner), List.of(1f), activation.get(), out);
      }
      return stage(out, Activation.NONE, out);
    }

    private Stage stage(Node node, Activation activation, Node out) {
      if (node.op() instanceof Conv) {
        return new Stage.Convolution(node, null, activation, out);
      }
      Optional<List<Float>> factors = factors(node);
      if (factors.isPresent()) {
        Node conv = convWithShortcut(node, factors.get());
        if (conv != null) {
          absorbed.add(conv);
          int shortcut = node.inputs().get(0).equals(conv) ? 1 : 0;
          return new Stage.Convolution(conv, node.inputs().get(shortcut), activation, out);
        }
        return sum(node.inputs(), factors.get(), activation, out);
      }
      if (isNearestResize(node)) {
        return sum(node.inputs(), List.of(1f), activation, out);
      }
      return new Stage.Single(node);
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
    private @Nullable Node convWithShortcut(Node node, List<Float> factors) {
      if (!factors.equals(List.of(1f, 1f))) {
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
      return node.op() instanceof Conv && (fuseGated || !isGated(node));
    }

    private List<Node> consumers(Node node) {
      return consumers.getOrDefault(node, List.of());
    }

    private boolean hasOneConsumer(Node node) {
      return consumers(node).size() == 1 && !results.contains(node);
    }

    private boolean isFoldedResize(Node node) {
      return isNearestResize(node)
          && !results.contains(node)
          && consumers(node).stream().allMatch(consumer -> factors(consumer).isPresent());
    }

    private static boolean isNearestResize(Node node) {
      return node.op() instanceof Gather gather && gather.isNearest();
    }

    /** The factors of a weighted sum of maps of one size. */
    private static Optional<List<Float>> factors(Node node) {
      boolean sameShapes = node.inputs().stream().allMatch(in -> in.shape().equals(node.shape()));
      return sameShapes ? node.weightedSum() : Optional.empty();
    }
  }
}

package org.skipconv.gates.training;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.Op;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;

/**
 * A network as a differentiable computation over clips: the same values as a {@link
 * org.skipconv.core.VideoSession} gives for the same masks, frame 0 of each clip being a keyframe.
 */
final class DifferentiableModel {
  private final SkipNetwork network;
  private final DifferentiableWeights weights;
  private final HeldInput input;
  private final float squeezeThreshold;
  private final Map<Node, Node> fused;

  /** The activation behind a convolution, or behind the sum that takes one along. */
  private final Map<Node, Node> activations;

  /** Maps whose change gates ask for. */
  private final Set<Node> gated = new HashSet<>();

  private final Map<Node, Integer> lastUse = new HashMap<>();
  private final boolean carry;

  DifferentiableModel(
      SkipNetwork network, DifferentiableWeights weights, DifferentiableOptions options) {
    this.network = network;
    this.weights = weights;
    this.carry = options.policy() == ResidualPolicy.CARRY;
    this.input = new HeldInput(carry ? options.inputThreshold() : 0);
    this.squeezeThreshold = options.squeezeThreshold();
    this.fused = carry ? Shortcuts.convolutionsBySum(network) : Map.of();
    this.activations = activations();
    for (Node node : network.nodes()) {
      node.inputs().forEach(in -> lastUse.put(in, node.index()));
      if (node.op() instanceof Op.Conv || fused.containsKey(node)) {
        gated.addAll(node.inputs());
      }
      if (fused.containsKey(node)) {
        lastUse.put(fused.get(node).input(), node.index());
      }
    }
  }

  SkipNetwork network() {
    return network;
  }

  /** Every pixel of every frame: what a dense session gives. [frames, C, H, W] in and out. */
  Map<String, Tensor> dense(Tensor frames) {
    return run(frames, new Clips(1, (int) frames.size(0)), MaskRule.ALL_OPEN).outputs();
  }

  /**
   * The outputs of all frames.
   *
   * @param frames [T * clips, C, H, W], see {@link Clips}
   */
  DifferentiableResult run(Tensor frames, Clips clips, MaskRule rule) {
    DifferentiableResult result = new DifferentiableResult();
    SkipLayer layers = new SkipLayer(weights, clips, rule, carry, result);
    Map<Node, Tensor> values = new HashMap<>();
    Set<Node> outputs = Set.copyOf(network.outputs().values());
    for (Node node : network.nodes()) {
      Node behind = activations.getOrDefault(node, node);
      if (fused.containsValue(node) || values.containsKey(node)) {
        continue;
      }
      values.put(behind, kept(node, frames, clips, layers, values, result.tape()));
      if (result.tape().isRecording()) {
        continue;
      }
      for (Node in : List.copyOf(values.keySet())) {
        if (lastUse.getOrDefault(in, node.index() + 1) <= node.index() && !outputs.contains(in)) {
          values.remove(in).close();
        }
      }
    }
    network.outputs().forEach((name, node) -> result.outputs().put(name, values.get(node)));
    return result;
  }

  /** Those that nothing else stands between. */
  private Map<Node, Node> activations() {
    Map<Node, Node> found = new HashMap<>();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Op.Activate) {
        Node in = node.input();
        boolean layer = fused.containsKey(in) || in.op() instanceof Op.Conv;
        if (layer && !network.outputs().containsValue(in) && readers(in) == 1) {
          found.put(in, node);
        }
      }
    }
    return found;
  }

  private long readers(Node node) {
    return network.nodes().stream().filter(reader -> reader.inputs().contains(node)).count();
  }

  /** Computes a node; frees at once what it needed on the way and no gradient needs later. */
  private Tensor kept(
      Node node,
      Tensor frames,
      Clips clips,
      SkipLayer layers,
      Map<Node, Tensor> values,
      Tape tape) {
    return Scopes.keeping(
        kept -> {
          Tensor value = compute(node, frames, clips, layers, values, tape);
          kept.accept(value);
          layers.recorded().forEach(kept);
          tape.recorded().forEach(kept);
          return value;
        });
  }

  private Tensor compute(
      Node node,
      Tensor frames,
      Clips clips,
      SkipLayer layers,
      Map<Node, Tensor> values,
      Tape tape) {
    Activation function =
        activations.containsKey(node)
            ? ((Op.Activate) activations.get(node).op()).function()
            : Activation.NONE;
    if (fused.containsKey(node)) {
      Node conv = fused.get(node);
      Node shortcut = node.inputs().get(node.inputs().get(0).equals(conv) ? 1 : 0);
      return layers.compute(conv, values.get(conv.input()), values.get(shortcut), function);
    } else if (node.op() instanceof Op.Conv) {
      return layers.compute(node, values.get(node.input()), null, function);
    } else if (node.op() instanceof Op.Input) {
      return input.hold(frames, clips);
    }
    Tensor value = plain(node, clips, values);
    return gated.contains(node) ? layers.map(value) : tape.cut(value);
  }

  /** A node without gates. */
  private Tensor plain(Node node, Clips clips, Map<Node, Tensor> values) {
    Op op = node.op();
    Tensor x = values.get(node.input());
    if (op instanceof Op.Activate activate) {
      return activate(x, activate.function());
    } else if (op instanceof Op.Sum sum) {
      return sum(node, sum, values);
    } else if (op instanceof Op.MaxPool pool) {
      return Windows.max(x, pool.spec());
    } else if (op instanceof Op.Resize resize) {
      return Resizing.resize(x, resize);
    } else if (op instanceof Op.Concat) {
      return torch.cat(new TensorVector(parts(node, values)), 1);
    } else if (op instanceof Op.SqueezeExcite squeeze) {
      return new DifferentiableSqueeze(weights, squeeze, squeezeThreshold).compute(x, clips);
    }
    throw new IllegalArgumentException("nothing is known about training " + node + ", " + op);
  }

  private static Tensor[] parts(Node node, Map<Node, Tensor> values) {
    return node.inputs().stream().map(values::get).toArray(Tensor[]::new);
  }

  private static Tensor sum(Node node, Op.Sum sum, Map<Node, Tensor> values) {
    Tensor total = null;
    for (int i = 0; i < node.inputs().size(); i++) {
      Tensor x = values.get(node.inputs().get(i));
      float factor = sum.factors().get(i);
      Tensor term = factor == 1 ? x : x.mul(new Scalar(factor));
      total = total == null ? term : total.add(term);
    }
    // Never an operand itself, which is freed on its own.
    return node.inputs().size() == 1 && sum.factors().get(0) == 1
        ? total.mul(new Scalar(1f))
        : total;
  }

  static Tensor activate(Tensor x, Activation function) {
    return switch (function) {
      case NONE -> x;
      case RELU -> x.relu();
      case RELU6 ->
          torch.clamp(x, new ScalarOptional(new Scalar(0f)), new ScalarOptional(new Scalar(6f)));
      case SILU -> torch.silu(x);
      case SIGMOID -> x.sigmoid();
    };
  }
}

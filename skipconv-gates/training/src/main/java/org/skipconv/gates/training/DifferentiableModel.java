package org.skipconv.gates.training;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Node;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.graph.Schedule;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.graph.Strides;

/**
 * A network as a differentiable computation over clips: the same values as a {@link
 * org.skipconv.core.VideoSession} gives for the same masks, frame 0 of each clip being a keyframe.
 * It walks the same {@link Schedule} as a session does.
 */
final class DifferentiableModel {
  private final SkipNetwork network;
  private final DifferentiableWeights weights;
  private final HeldInput input;
  private final float holdThreshold;
  private final List<Stage> stages;
  private final boolean carry;
  private final Strides strides;

  /** Maps whose change gates ask for. */
  private final Set<Node> gated = new HashSet<>();

  /** Index of the last stage that reads a map. */
  private final Map<Node, Integer> lastUse = new HashMap<>();

  DifferentiableModel(
      SkipNetwork network, DifferentiableWeights weights, DifferentiableOptions options) {
    this.network = network;
    this.weights = weights;
    this.carry = options.policy() == ResidualPolicy.CARRY;
    this.input = new HeldInput(carry ? options.inputThreshold() : 0);
    this.holdThreshold = options.holdThreshold();
    this.stages = Schedule.of(network, options.policy()).stages();
    this.strides = Strides.of(network);
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      for (Node in : stage.inputs()) {
        lastUse.put(in, i);
      }
      if (stage instanceof Stage.Convolution conv && conv.isGated()) {
        gated.addAll(stage.inputs());
      }
    }
  }

  SkipNetwork network() {
    return network;
  }

  /**
   * The outputs of all frames.
   *
   * @param frames [T * clips, C, H, W], see {@link Clips}
   */
  DifferentiableResult run(Tensor frames, Clips clips, MaskRule rule) {
    DifferentiableResult result = new DifferentiableResult();
    Tape tape = result.tape();
    SkipLayer layers = new SkipLayer(weights, clips, rule, carry, result);
    Map<Node, Tensor> values = new HashMap<>();
    Set<Node> outputs = Set.copyOf(network.outputs().values());
    values.put(network.nodes().get(0), kept(() -> held(frames, clips, layers, rule), layers, tape));
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      values.put(
          stage.out(), kept(() -> compute(stage, clips, layers, values, tape), layers, tape));
      if (tape.isRecording()) {
        continue;
      }
      for (Node in : stage.inputs()) {
        if (lastUse.get(in) == i && !outputs.contains(in) && values.containsKey(in)) {
          values.remove(in).close();
        }
      }
    }
    network.outputs().forEach((name, node) -> result.outputs().put(name, values.get(node)));
    return result;
  }

  private Tensor held(Tensor frames, Clips clips, SkipLayer layers, MaskRule rule) {
    Tensor held = input.hold(frames, clips);
    if (rule.seesPicture() && clips.frames() > 1) {
      layers.picture(held, strides);
    }
    return held;
  }

  /** Computes a value; frees at once what it needed on the way and no gradient needs later. */
  private static Tensor kept(Supplier<Tensor> work, SkipLayer layers, Tape tape) {
    return Scopes.keeping(
        kept -> {
          Tensor value = work.get();
          kept.accept(value);
          layers.recorded().forEach(kept);
          tape.recorded().forEach(kept);
          return value;
        });
  }

  private Tensor compute(
      Stage stage, Clips clips, SkipLayer layers, Map<Node, Tensor> values, Tape tape) {
    if (stage instanceof Stage.Convolution conv && conv.isGated()) {
      return layers.compute(conv, values.get(conv.conv().input()), values.get(conv.add()));
    }
    // What is fused in this stage has no map of its own.
    Map<Node, Tensor> here = new HashMap<>(values);
    DifferentiableOperations operations =
        new DifferentiableOperations(weights, clips, holdThreshold);
    for (Node node : stage.nodes()) {
      here.put(node, node.interpret(operations, node.inputs().stream().map(here::get).toList()));
    }
    Tensor value = here.get(stage.out());
    return gated.contains(stage.out()) ? layers.map(value) : tape.cut(value);
  }
}

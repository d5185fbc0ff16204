package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/** Everything that a training changes: weights, gates, and the best of both so far. */
final class TrainedState implements AutoCloseable {
  private final DifferentiableWeights weights;
  private final GateRule rule;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> fixed = new LinkedHashMap<>();
  private final Map<String, Tensor> best = new LinkedHashMap<>();

  TrainedState(SkipNetwork network, TrainingSettings settings) {
    torch.ScalarType type = torch.ScalarType.Float;
    this.weights = new DifferentiableWeights(network, type);
    List<Node> gated = settings.gatedLayers(network);
    if (settings.trained.gated() && gated.isEmpty()) {
      throw new IllegalArgumentException("no layer of " + network + " is to have a gate");
    }
    if (settings.trained.kernels()) {
      parameters.putAll(weights.trainable(!settings.trained.gated()));
    }
    if (settings.trained.gumbel()) {
      GumbelRule learned = GumbelRule.start(gated, settings.block, settings.seed, type);
      fixed.putAll(learned.units());
      rule = learned;
    } else if (settings.trained.context()) {
      rule = ContextRule.start(StartPlan.of(network, settings), gated, settings.seed, type);
    } else if (settings.trained.thresholds()) {
      rule = ThresholdRule.start(StartPlan.of(network, settings), gated, type);
    } else {
      rule = null;
    }
    if (rule != null) {
      parameters.putAll(rule.parameters());
    }
    parameters.forEach((name, p) -> best.put("best." + name, p.detach().clone()));
  }

  DifferentiableWeights weights() {
    return weights;
  }

  /** Null when there are no gates. */
  GateRule rule() {
    return rule;
  }

  /** Tensors with gradients, by name. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  /** Tensors that a checkpoint keeps, the optimiser's part not included. */
  Map<String, Tensor> saved() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(fixed);
    all.putAll(best);
    return all;
  }

  /** Whether all that is trained is finite. */
  boolean isFinite() {
    return Scopes.scoped(
        () ->
            NoGrad.get(
                () ->
                    parameters.values().stream()
                            .allMatch(p -> Double.isFinite(p.sum().item_double()))
                        && (rule == null || rule.isFinite())));
  }

  void keepAsBest() {
    NoGrad.run(() -> parameters.forEach((name, p) -> best.get("best." + name).copy_(p)));
  }

  void takeBest() {
    NoGrad.run(() -> parameters.forEach((name, p) -> p.copy_(best.get("best." + name))));
  }

  @Override
  public void close() {
    weights.close();
  }
}

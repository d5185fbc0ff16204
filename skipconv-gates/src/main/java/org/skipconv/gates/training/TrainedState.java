package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;

/** Everything that a training changes: weights, gates, and the best of both so far. */
final class TrainedState implements AutoCloseable {
  private final TwinWeights weights;
  private final GateRule rule;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> fixed = new LinkedHashMap<>();
  private final Map<String, Tensor> best = new LinkedHashMap<>();

  TrainedState(SkipNetwork network, TrainingSettings settings) {
    torch.ScalarType type = torch.ScalarType.Float;
    this.weights = new TwinWeights(network, type);
    Map<Node, Float> gated = new LinkedHashMap<>();
    Predicate<Node> wanted = settings.layers;
    network.convolutions().stream()
        .filter(wanted)
        .forEach(layer -> gated.put(layer, settings.startEps));
    if (settings.gated() && gated.isEmpty()) {
      throw new IllegalArgumentException("no layer of " + network + " is to have a gate");
    }
    if (settings.trained.kernels()) {
      parameters.putAll(weights.trainable(!settings.gated()));
    }
    if (settings.trained.gumbel()) {
      GumbelRule learned =
          GumbelRule.start(
              java.util.List.copyOf(gated.keySet()), settings.block, settings.seed, type);
      fixed.putAll(learned.units());
      rule = learned;
    } else {
      rule = settings.gated() ? ThresholdRule.start(gated, type) : null;
    }
    if (rule != null) {
      parameters.putAll(rule.parameters());
    }
    parameters.forEach((name, p) -> best.put("best." + name, p.detach().clone()));
  }

  TwinWeights weights() {
    return weights;
  }

  /** Null when there are no gates. */
  GateRule rule() {
    return rule;
  }

  /** What has gradients, by name. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  /** What a checkpoint keeps, the optimiser's part not included. */
  Map<String, Tensor> saved() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(fixed);
    all.putAll(best);
    return all;
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

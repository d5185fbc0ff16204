package org.skipconv.gates.training;

import java.util.List;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;

/** The thresholds from which a training of thresholds starts. */
final class StartPlan {
  /** Unless told: nearly all open, so that the network starts right. */
  private static final float EPS = 0.05f;

  private StartPlan() {}

  /**
   * The plan that was given, or the same small threshold for every layer.
   *
   * @throws IllegalArgumentException when a layer to be trained has another gate than an input
   *     norm, or a context gate where contexts are trained
   */
  static GatePlan of(SkipNetwork network, TrainingSettings settings) {
    if (settings.startPlan == null) {
      return GatePlan.uniform(network, GateSetting.input(EPS).withBlock(settings.block));
    }
    GatePlan plan = settings.startPlan.validate(network);
    List<Node> gated = settings.gatedLayers(network);
    for (Node layer : gated) {
      GateSetting gate = plan.gateFor(layer.name());
      boolean goesOn = settings.trained.context() && gate.kind() == GateSetting.Kind.CONTEXT;
      if ((gate.kind() != GateSetting.Kind.INPUT && !goesOn) || gate.budget() < 1) {
        throw new IllegalArgumentException(
            "only thresholds of gate input without a budget can be trained, but the plan has "
                + gate
                + " for layer "
                + layer.name());
      }
    }
    return plan;
  }
}

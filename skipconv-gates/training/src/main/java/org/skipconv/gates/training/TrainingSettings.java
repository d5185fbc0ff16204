package org.skipconv.gates.training;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;

/** Settings of a {@link GateTrainer}; package-private fields, one copy per trainer. */
final class TrainingSettings {
  /** Learning rate of a context beside that of a threshold: its features are up to 6. */
  private static final double CONTEXT_RATE = 0.2;

  Trained trained = Trained.GATES;
  TaskLoss task = TaskLoss.distillation();
  int block = 1;
  int frames = 4;
  int clips = 1;
  double beta = 0.1;
  double targetMacRatio;
  double quiet;
  double annealed = 0.3;
  double learningRate;
  double maxNorm = 1;
  double minutes = Double.POSITIVE_INFINITY;
  int steps = Integer.MAX_VALUE;
  long seed = 1;
  int threads = 1;
  Path checkpoint;
  double checkpointMinutes = 2;
  double validationShare = 0.2;
  int validateEvery = 50;
  int patience = 20;
  GatePlan startPlan;
  Predicate<Node> layers;
  Consumer<TrainingProgress> listener = progress -> {};
  BooleanSupplier stop = () -> false;

  /** The layers that get a gate: one that costs something only where it is worth it. */
  List<Node> gatedLayers(SkipNetwork network) {
    Predicate<Node> worth = trained.gumbel() ? MacShare::isWorthAGate : layer -> true;
    Predicate<Node> wanted = layers != null ? layers : worth;
    return trained.gated() ? network.gatedLayers().stream().filter(wanted).toList() : List.of();
  }

  double learningRate() {
    if (learningRate > 0) {
      return learningRate;
    }
    return switch (trained) {
      case NETWORK -> 2e-3;
      case THRESHOLDS, THRESHOLDS_AND_KERNELS, CONTEXT, CONTEXT_AND_KERNELS -> 5e-2;
      case GATES, GATES_AND_KERNELS -> 2e-2;
    };
  }

  /** Kernels that already know their task move slowly beside gates that know nothing. */
  double learningRate(String parameter) {
    if (parameter.contains(ContextRule.NAME)) {
      return CONTEXT_RATE * learningRate();
    }
    boolean kernel = trained.gated() && !parameter.contains(".gate.");
    return learningRate() * (kernel ? trained.gumbel() ? 0.01 : 0.004 : 1);
  }
}

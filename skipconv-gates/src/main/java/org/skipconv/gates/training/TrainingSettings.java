package org.skipconv.gates.training;

import java.nio.file.Path;

/** What a {@link GateTrainer} has been told; package-private fields, one copy a trainer. */
final class TrainingSettings {
  Trained trained = Trained.GATES;
  TaskLoss task = TaskLoss.distillation();
  int block = 1;
  int frames = 4;
  int clips = 1;
  double beta = 0.1;
  double targetMacRatio;
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
  float startEps = 0.05f;
  java.util.function.Predicate<org.skipconv.core.Node> layers = MacShare::isWorthAGate;
  java.util.function.Consumer<TrainingProgress> listener = progress -> {};
  java.util.function.BooleanSupplier stop = () -> false;

  boolean gated() {
    return trained != Trained.NETWORK;
  }

  double learningRate() {
    if (learningRate > 0) {
      return learningRate;
    }
    return switch (trained) {
      case NETWORK -> 2e-3;
      case THRESHOLDS -> 5e-2;
      case GATES, GATES_AND_KERNELS -> 2e-2;
    };
  }

  /** Kernels that already know their task move slowly beside gates that know nothing. */
  double learningRate(String parameter) {
    boolean kernel = trained == Trained.GATES_AND_KERNELS && !parameter.contains(".gate.");
    return kernel ? learningRate() / 100 : learningRate();
  }
}

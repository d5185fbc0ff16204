package org.skipconv.gates.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GumbelGates;

/** Trains and gathers what came of it; a class that cannot be loaded without PyTorch. */
final class Training {
  private Training() {}

  static TrainingResult train(SkipNetwork network, TrainingSettings settings, TrainingFrames frames)
      throws IOException {
    PyTorch.Before before = PyTorch.prepare(settings.threads);
    try (TrainingRun run = new TrainingRun(network, settings, frames)) {
      try {
        run.run();
      } catch (Divergence e) {
        boolean improved = run.takeBest() && run.resultStep() > 0;
        throw new TrainingDivergedException(e, improved ? result(network, settings, run) : null);
      }
      return result(network, settings, run);
    } finally {
      before.restore();
    }
  }

  private static TrainingResult result(
      SkipNetwork network, TrainingSettings settings, TrainingRun run) {
    TrainingProgress.Validation validation = run.lastValidation();
    boolean kernels = settings.trained.kernels();
    return new TrainingResult(
        kernels ? network.mapParameters(run.state().weights()::value) : network,
        Optional.ofNullable(run.state().rule())
            .filter(GumbelRule.class::isInstance)
            .map(rule -> GumbelGates.of(network, ((GumbelRule) rule).learned())),
        Optional.ofNullable(run.state().rule())
            .filter(PlanRule.class::isInstance)
            .map(rule -> ((PlanRule) rule).learned()),
        Optional.ofNullable(validation),
        run.resultStep(),
        facts(network, settings, run, validation));
  }

  private static Map<String, String> facts(
      SkipNetwork network,
      TrainingSettings settings,
      TrainingRun run,
      TrainingProgress.Validation validation) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("train.network", network.name());
    facts.put("train.what", settings.trained.name());
    facts.put("train.task", settings.task.label());
    facts.put("train.seed", Long.toString(settings.seed));
    facts.put("train.steps", Integer.toString(run.steps()));
    facts.put("train.bestStep", Integer.toString(run.resultStep()));
    facts.put("train.minutes", text(run.trainedMinutes()));
    if (settings.trained.gated()) {
      facts.put("train.frames", Integer.toString(settings.frames));
    }
    if (settings.trained.kernels()) {
      facts.put("train.kernels", "true");
    }
    if (settings.quiet > 0) {
      facts.put("train.quiet", text(settings.quiet));
    }
    if (validation != null && settings.trained.gated()) {
      facts.put("train.macShare", text(validation.macShare()));
      facts.put("train.agreement", text(validation.agreement()));
    }
    return facts;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}

package org.skipconv.bench.cli;

import java.util.function.Function;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.Truth;
import org.skipconv.bench.setup.Gating;
import org.skipconv.bench.setup.Setup;
import org.skipconv.core.SkipNetwork;
import picocli.CommandLine.Mixin;

/** What is to be measured: options of every command that runs a network. */
final class SetupOptions {
  @Mixin private ModelOptions model;
  @Mixin private FootageOptions footage;
  @Mixin private LabelOptions labels;
  @Mixin private GateOptions gate;

  /** Checks everything that is quick to check before it loads the weights. */
  Setup setup(String command) {
    KernelsCommand.current();
    Model chosen = model.model();
    footage.requireFits(chosen);
    Truth truth = labels.truth(chosen, model.trained());
    gate.choose(model);
    Function<SkipNetwork, Gating> gating = gate.gating(model.weights());
    int start = footage.start();
    Integer frames = footage.frames();
    Footage seen = footage.footage(chosen, model.size(chosen));
    seen.open(0).close();
    SkipNetwork network = model.network(chosen);
    return new Setup(
        command,
        chosen,
        network,
        model.source(),
        model.trained(),
        seen,
        start,
        frames,
        footage.crop(),
        truth,
        gating.apply(network));
  }
}

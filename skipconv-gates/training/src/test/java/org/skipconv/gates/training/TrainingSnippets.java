package org.skipconv.gates.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;

/** What docs/how-to/train-gates.md shows. */
final class TrainingSnippets {
  private TrainingSnippets() {}

  static void train(
      SkipNetwork network, TrainingFrames frames, Path weights, Path folder, Duration limit)
      throws IOException {
    // tag::train
    TrainingResult result =
        GateTrainer.of(network)
            .train(Trained.GATES)
            .targetMacRatio(4)
            .batch(1, 8)
            .timeLimit(limit)
            .checkpoint(folder.resolve("camera.checkpoint"), Duration.ofMinutes(2))
            .run(frames);
    SafeTensors file = result.addedTo(SafeTensors.read(weights));
    file.write(folder.resolve("camera.safetensors"), ElementType.F32);
    // end::train
  }
}

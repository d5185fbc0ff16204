package org.skipconv.bench.cli.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.weights.Weights;

/** Writes what a training gave. */
public final class TrainingFile {
  /** Fact of a result whose whole network was trained. */
  private static final String WHOLE = "NETWORK";

  private TrainingFile() {}

  /**
   * Writes a plan, or weights with the gates beside them.
   *
   * @param model that was trained
   * @param weights that the training began with, null when they were generated
   */
  public static void write(
      TrainingResult result, NamedModel<?> model, Path weights, Path out, boolean half)
      throws IOException {
    boolean kernels = result.facts().containsKey("train.kernels");
    if (result.plan().isPresent() && !kernels) {
      result.plan().get().write(out);
      return;
    }
    SafeTensors tensors =
        WHOLE.equals(result.facts().get("train.what"))
            ? new SafeTensors(model.stateDict(result.network()), result.facts())
            : result.addedTo(new SafeTensors(Weights.load(weights).tensors(), Map.of()));
    tensors.write(out, half ? ElementType.F16 : ElementType.F32);
  }
}

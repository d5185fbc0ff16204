package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.models.Truth;
import picocli.CommandLine.Option;

/** Options that name the truth about the footage. */
final class LabelOptions {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "True boxes in the frames, as MOT text or COCO JSON: adds the average precision"
              + " of both paths. Only for efficientdet models and ONNX detectors.")
  private Path file;

  /**
   * The labels; null when none were asked for.
   *
   * @param trained whether the model's weights know anything
   */
  <R> Truth<R> truth(NamedModel<R> model, boolean trained) {
    if (file == null) {
      return null;
    }
    if (!model.takesLabels()) {
      throw new BadInput(
          "--labels: labels are boxes of objects, which "
              + model.name()
              + " does not find; only efficientdet models and ONNX detectors take them");
    }
    if (!trained) {
      throw new BadInput("--labels: generated weights find nothing; give trained ones, --weights");
    }
    if (!Files.isRegularFile(file)) {
      throw new BadInput("--labels " + file + ": there is no such file");
    }
    try {
      return model.labels(file);
    } catch (IOException e) {
      throw new BadInput("--labels: labels " + e.getMessage(), e);
    }
  }
}

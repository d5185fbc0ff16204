package org.skipconv.bench.lab.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.command.KernelsCommand;
import org.skipconv.bench.cli.command.ModelOptions;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.lab.ablation.GatedNetwork;
import org.skipconv.bench.lab.ablation.Terms;
import org.skipconv.bench.lab.ablation.Workload;
import org.skipconv.core.SessionOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose the gates to compare, and the scenes. */
final class AblationOptions {
  @Mixin private ModelOptions model;

  @Option(
      names = "--threshold",
      paramLabel = "E",
      split = ",",
      defaultValue = "0.05,0.1,0.15,0.2,0.3",
      description =
          "Thresholds of the input-norm gate, each used for all layers. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Float> thresholds;

  @Option(
      names = "--blocks",
      paramLabel = "B",
      split = ",",
      defaultValue = "1,2,4,8",
      description =
          "Sizes of blocks that are computed as a whole, for single and calibrated"
              + " thresholds: 1, 2, 4 or 8. Default: ${DEFAULT-VALUE}.")
  private List<Integer> blocks;

  @Option(
      names = "--calibrate",
      paramLabel = "T",
      converter = CalibrationChoice.Converter.class,
      defaultValue = "0.02",
      description =
          "Tolerance (see calibrate) of the thresholds that are calibrated on other scenes,"
              + " for each size of block; off leaves calibration out. Default: ${DEFAULT-VALUE}.")
  private CalibrationChoice calibration;

  @Option(
      names = "--trained",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Results of train: plans, ending in .json, or weights (safetensors) with learned"
              + " gates or a plan stored next to them. May be repeated. Default: those of the"
              + " embedded networks that were trained together with their gates.")
  private List<Path> trained = new ArrayList<>();

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of scenes to judge on. Default: ${DEFAULT-VALUE}.")
  private int scenes;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "80",
      description = "Number of frames of each scene, at least 2. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Number of timed passes over each scene; the fastest time of each frame counts."
              + " Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Number of threads that share the work of one frame, and of plans that a"
              + " calibration tries at the same time. Default: ${DEFAULT-VALUE}.")
  private int threads;

  /** Checks everything that is quick to check before it loads the weights. */
  Terms terms() {
    requireRange("--scenes", scenes, 1, 1000);
    requireRange("--frames", frames, 2, 10_000);
    requireRange("--passes", passes, 1, 100);
    BadInput.at("--threads", () -> SessionOptions.dense().withThreads(threads));
    requireDifferent("--threshold", thresholds);
    requireDifferent("--blocks", blocks);
    KernelsCommand.current();
    trained.forEach(model::takeUnlessGiven);
    return terms(model.model());
  }

  private <R> Terms terms(NamedModel<R> named) {
    ChosenModel<R> chosen = model.chosen(named, model.size(named), null);
    LoadedFrames.requireMemory(frames, chosen.network().inputShape());
    return new Terms(
        chosen,
        BadInput.at("--model " + named.name(), () -> named.suite(chosen.model())),
        new Workload(scenes, frames, passes, threads));
  }

  private static void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BadInput(option + " must be " + least + " to " + most + ", but is " + value);
    }
  }

  private static void requireDifferent(String option, List<?> values) {
    if (new HashSet<>(values).size() < values.size()) {
      throw new BadInput(option + ": the same one twice among " + values);
    }
  }

  /** Single thresholds for all layers. */
  List<GatedNetwork> single(Terms terms) {
    return GatedNetwork.single(terms.network(), thresholds, blocks);
  }

  /** Files of earlier trainings. */
  List<GatedNetwork> trained(Terms terms) {
    TrainedFiles files = new TrainedFiles(terms.chosen().named(), terms.network());
    List<Path> all = new ArrayList<>(trained);
    if (trained.isEmpty()) {
      model.embeddedGates().ifPresent(all::add);
    }
    return all.stream().map(files::read).toList();
  }

  CalibrationChoice calibration() {
    return calibration;
  }

  List<Integer> blocks() {
    return blocks;
  }
}

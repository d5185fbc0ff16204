package org.skipconv.bench.lab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.command.GateFiles;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.lab.ablation.GateOrigin;
import org.skipconv.bench.lab.ablation.GatedNetwork;
import org.skipconv.bench.lab.ablation.Label;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GumbelGate;
import org.skipconv.gates.GumbelGates;

/** Reads what trainings wrote: plans, and weights with gates or a plan beside them. */
final class TrainedFiles {
  private static final String OPTION = "--trained";
  private static final String WHAT = "train.what";

  private final NamedModel<?> model;
  private final SkipNetwork network;

  /**
   * A reader.
   *
   * @param network whose gates they are; files with kernels bring their own
   */
  TrainedFiles(NamedModel<?> model, SkipNetwork network) {
    this.model = model;
    this.network = network;
  }

  /**
   * A file as a contender.
   *
   * @throws BadInput when it holds no gates for the network
   */
  GatedNetwork read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput(OPTION + " " + file + ": there is no such file");
    }
    String name = name(file);
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      GatePlan plan = GateFiles.plan(OPTION, file);
      GateFiles.validate(OPTION, plan, file, network);
      return GatedNetwork.plan(GateOrigin.THRESHOLDS, name, network, plan);
    }
    try {
      SafeTensors tensors = SafeTensors.read(file);
      SkipNetwork own = network(tensors, file);
      return GateFiles.planBeside(OPTION, tensors, file, own)
          .map(plan -> planned(name, tensors.metadata(), own, plan))
          .orElseGet(() -> learned(name, tensors, file, own));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput(OPTION + " " + file + ": " + e.getMessage(), e);
    }
  }

  /** The network of the file's kernels; of gates alone, the one whose gates they are. */
  private SkipNetwork network(SafeTensors tensors, Path file) throws IOException {
    boolean gatesAlone =
        tensors.tensors().keySet().stream()
            .allMatch(name -> name.endsWith(".gate.weight") || name.endsWith(".gate.bias"));
    int height = network.inputShape().height();
    int width = network.inputShape().width();
    return gatesAlone ? network : model.load(new Size(height, width), file).network();
  }

  private static GatedNetwork planned(
      String name, Map<String, String> metadata, SkipNetwork own, GatePlan plan) {
    GateOrigin kind = kernels(metadata) ? GateOrigin.THRESHOLDS_AND_KERNELS : GateOrigin.THRESHOLDS;
    return GatedNetwork.plan(kind, name, own, plan);
  }

  private static GatedNetwork learned(
      String name, SafeTensors tensors, Path file, SkipNetwork own) {
    GumbelGates gates = GateFiles.learned(OPTION, tensors, file, own);
    GateOrigin kind = kernels(tensors.metadata()) ? GateOrigin.GATES_AND_KERNELS : GateOrigin.GATES;
    int every = GateFiles.trainedClipFrames(OPTION, tensors);
    int block = Label.block(gates.byLayer().values().stream().map(GumbelGate::block));
    String setting = every == 0 ? name : name + ", keyframe every " + every;
    return new GatedNetwork(
        new Label(kind, setting, block),
        own,
        gates.options().withInputThreshold(0).withKeyframeEvery(every));
  }

  private static boolean kernels(Map<String, String> metadata) {
    return metadata.getOrDefault(WHAT, "").endsWith("KERNELS");
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}

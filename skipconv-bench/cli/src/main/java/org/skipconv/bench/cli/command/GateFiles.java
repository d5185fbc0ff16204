package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.setup.Planned;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GumbelGates;

/** Reads the files that say what the gates of a network are. */
public final class GateFiles {
  private static final String CLIP_FRAMES = "train.frames";

  private GateFiles() {}

  /**
   * A plan: a file of its own, or beside the weights that were trained together with it.
   *
   * @param option that names the file
   */
  public static GatePlan plan(String option, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput(option + " " + file + ": there is no such file");
    }
    try {
      if (!isWeights(file)) {
        return GatePlan.read(file);
      }
      return GatePlan.from(SafeTensors.read(file))
          .orElseThrow(
              () -> new BadInput(option + " " + file + ": there is no plan beside the weights"));
    } catch (IOException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }

  private static boolean isWeights(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  /** Refuses a plan for another network. */
  public static void validate(String option, GatePlan plan, Path file, SkipNetwork network) {
    BadInput.at(option + " " + file, () -> plan.validate(network));
  }

  /** A file that has gates beside its weights. */
  public static SafeTensors weights(String option, Path file) {
    try {
      return SafeTensors.read(file);
    } catch (IOException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }

  /** The trained thresholds that are beside a network's weights. */
  public static Optional<GatePlan> planBeside(
      String option, SafeTensors weights, Path file, SkipNetwork network) {
    try {
      Optional<GatePlan> plan = GatePlan.from(weights);
      plan.ifPresent(found -> validate(option, found, file, network));
      return plan;
    } catch (IOException e) {
      throw new BadInput(option + ": " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * A plan for a network, or weights of its model that were trained together with the plan beside
   * them.
   *
   * @param setup that says which network
   */
  public static Planned planned(String option, Path file, Setup setup) {
    GatePlan plan = plan(option, file);
    SkipNetwork network = setup.network();
    if (isWeights(file)) {
      Size size = new Size(network.inputShape().height(), network.inputShape().width());
      try {
        network = setup.chosen().named().load(size, file).network();
      } catch (IOException | IllegalArgumentException e) {
        throw new BadInput(option + " " + file + ": " + e.getMessage(), e);
      }
    }
    validate(option, plan, file, network);
    return new Planned(network, plan);
  }

  /** The learned gates that are beside a network's weights. */
  public static GumbelGates learned(
      String option, SafeTensors weights, Path file, SkipNetwork network) {
    try {
      return GumbelGates.from(weights, network);
    } catch (IllegalArgumentException e) {
      String remedy = "; 'skipconv train' trains gates and writes them beside the weights";
      throw new BadInput(option + " " + file + ": " + e.getMessage() + remedy, e);
    }
  }

  /**
   * Number of frames of the clips that learned gates were trained on; 0 when the file does not say.
   */
  public static int trainedClipFrames(String option, SafeTensors weights) {
    try {
      return Integer.parseInt(weights.metadata().getOrDefault(CLIP_FRAMES, "0"));
    } catch (NumberFormatException e) {
      throw new BadInput(option + ": metadata " + CLIP_FRAMES + ": " + e.getMessage(), e);
    }
  }
}

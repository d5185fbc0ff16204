package org.skipconv.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.skipconv.bench.BadInput;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GumbelGates;

/** Reads the files that say what the gates of a network are. */
final class GateFiles {
  /** Metadata of weights whose thresholds were trained with them: the text of a plan. */
  static final String PLAN = "gates.plan";

  private static final String CLIP_FRAMES = "train.frames";

  private GateFiles() {}

  /**
   * A plan.
   *
   * @param option that names the file
   */
  static GatePlan plan(String option, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput(option + " " + file + ": there is no such file");
    }
    try {
      return GatePlan.read(file);
    } catch (IOException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * The plan that is beside a network's weights.
   *
   * @param metadata of the weights' file
   * @throws IOException when it is no plan
   */
  static GatePlan planBeside(Map<String, String> metadata) throws IOException {
    try {
      return GatePlan.parse(metadata.get(PLAN));
    } catch (IllegalArgumentException e) {
      throw new IOException("metadata " + PLAN + " is no gate plan: " + e.getMessage(), e);
    }
  }

  /** Refuses a plan for another network. */
  static void validate(String option, GatePlan plan, Path file, SkipNetwork network) {
    BadInput.at(option + " " + file, () -> plan.validate(network));
  }

  /** The learned gates that are beside a network's weights. */
  static GumbelGates learned(Path weights, SkipNetwork network) {
    try {
      return GumbelGates.read(weights, network);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput("--gate learned: " + e.getMessage(), e);
    }
  }

  /** How many frames the clips had that learned gates were trained on; 0 when nobody has said. */
  static int trainedClipFrames(Path weights) {
    try {
      return Integer.parseInt(SafeTensors.read(weights).metadata().getOrDefault(CLIP_FRAMES, "0"));
    } catch (IOException | NumberFormatException e) {
      throw new BadInput("--gate learned: metadata " + CLIP_FRAMES + ": " + e.getMessage(), e);
    }
  }
}

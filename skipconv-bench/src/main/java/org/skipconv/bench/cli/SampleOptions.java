package org.skipconv.bench.cli;

import java.util.List;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.footage.Footage;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.setup.GateChoice;
import org.skipconv.bench.setup.Gating;
import org.skipconv.bench.setup.Part;
import org.skipconv.bench.setup.Sample;
import org.skipconv.bench.setup.Setup;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.GateSetting;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to calibrate, and on what. */
final class SampleOptions {
  private static final String PART = "START,FRAMES[,x,y,w,h]";

  @Mixin private ModelOptions model;
  @Mixin private FootageOptions footage;

  @Option(
      names = "--part",
      paramLabel = PART,
      description =
          "A part of the input to calibrate on, with what the network sees of a picture; several"
              + " may be given, instead of --start, --frames and --crop. Each starts with a"
              + " keyframe, which is not counted.")
  private List<Part> parts = List.of();

  @Option(
      names = "--test",
      paramLabel = PART,
      description =
          "A part of the input that is not calibrated on, to try on it what was found; several may"
              + " be given.")
  private List<Part> tests = List.of();

  @Option(
      names = "--gate",
      paramLabel = "GATE",
      defaultValue = "input-norm",
      description =
          "Gate whose thresholds to look for: input-norm or output-norm. Default:"
              + " ${DEFAULT-VALUE}.")
  private GateChoice gate;

  @Option(
      names = "--block",
      paramLabel = "B",
      defaultValue = "1",
      description = "Open blocks of B x B pixels as a whole: 1, 2, 4 or 8. Default: 1.")
  private int block;

  @Option(
      names = "--input-threshold",
      paramLabel = "E",
      defaultValue = "0.05",
      description =
          "Change of an input pixel, in standard deviations, up to which it counts as noise."
              + " Default: ${DEFAULT-VALUE}.")
  private float inputThreshold;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Plans to be tried at a time. Default: ${DEFAULT-VALUE}.")
  private int threads;

  /** The gate whose thresholds are looked for; its own is the first guess. */
  GateSetting gate() {
    if (gate != GateChoice.INPUT_NORM && gate != GateChoice.OUTPUT_NORM) {
      throw new BadInput("--gate " + gate + ": allowed here: input-norm, output-norm");
    }
    GateSetting pixels = GateSetting.of(gate.kind(), gate.usualThreshold());
    return BadInput.at("--block", () -> pixels.block(block));
  }

  /** Checks everything that is quick to check before it loads the weights. */
  Sample sample() {
    KernelsCommand.current();
    Model chosen = model.model();
    footage.requireFits(chosen);
    SessionOptions gated =
        BadInput.at(
            "--input-threshold",
            () -> SessionOptions.gates(gate().gate()).inputThreshold(inputThreshold));
    SessionOptions options = BadInput.at("--threads", () -> gated.threads(threads));
    Gating gating = Gating.uniform(gate.toString(), null, block, null, options);
    List<Part> wanted = parts(chosen);
    Footage seen = footage.footage(chosen, model.size(chosen));
    seen.open(0).close();
    Setup setup =
        new Setup(
            "calibrate",
            chosen,
            model.network(chosen),
            model.source(),
            model.trained(),
            seen,
            wanted.get(0).start(),
            wanted.get(0).frames(),
            wanted.get(0).crop(),
            null,
            gating);
    return new Sample(setup, wanted, tests);
  }

  private List<Part> parts(Model chosen) {
    boolean one = footage.asksForPart();
    if (one && !parts.isEmpty()) {
      throw new BadInput("--part: says what --start, --frames and --crop say; give one or other");
    }
    boolean crops = parts.stream().anyMatch(part -> part.crop() != null);
    if ((crops || tests.stream().anyMatch(part -> part.crop() != null)) && !chosen.takesCrop()) {
      throw new BadInput(
          "--part, --test: "
              + chosen.name()
              + " sees the whole picture, letterboxed; only the hrnet models take a crop");
    }
    if (!parts.isEmpty()) {
      return parts;
    }
    return List.of(new Part(footage.start(), footage.frames(), footage.crop()));
  }
}

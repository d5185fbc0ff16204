package org.skipconv.bench.cli;

import java.util.function.Supplier;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.setup.Gating;
import org.skipconv.core.Gate;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import picocli.CommandLine.Option;

/** How the skip path decides what to compute. */
final class GateOptions {
  @Option(
      names = "--gate",
      paramLabel = "GATE",
      defaultValue = "input-norm",
      description =
          "What opens a pixel: input-norm, output-norm, or none, which computes whatever saw a"
              + " change. Default: ${DEFAULT-VALUE}.")
  private GateChoice gate;

  @Option(
      names = "--threshold",
      paramLabel = "E",
      description =
          "Threshold of the gate, in units of each layer's own size at the last keyframe. Default:"
              + " 0.1 for input-norm, 0.5 for output-norm.")
  private Float threshold;

  @Option(
      names = "--input-threshold",
      paramLabel = "E",
      description =
          "Change of an input pixel, in standard deviations, up to which it counts as noise; of"
              + " policy carry alone. Default: 0.05.")
  private Float inputThreshold;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "carry",
      description =
          "What change is measured against: carry, what a pixel was last computed from, or rebase,"
              + " the frame before, as published. Default: ${DEFAULT-VALUE}.")
  private PolicyChoice policy;

  @Option(
      names = "--keyframe-every",
      paramLabel = "N",
      defaultValue = "0",
      description = "Compute every N-th frame whole. Default: 0, the first alone.")
  private int keyframeEvery;

  @Option(
      names = "--no-cut-detection",
      description = "Do not compute a frame whole because most of the picture was replaced.")
  private boolean noCutDetection;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that share the work of one frame. Default: ${DEFAULT-VALUE}.")
  private int threads;

  Gating gating() {
    if (threshold != null && gate.usualThreshold() == null) {
      throw new BadInput("--threshold: --gate " + gate + " has none");
    }
    ResidualPolicy residuals = policy.policy();
    if (inputThreshold != null && residuals != ResidualPolicy.CARRY) {
      throw new BadInput("--input-threshold: only --policy carry has one");
    }
    Float eps = threshold != null ? threshold : gate.usualThreshold();
    Gate chosen = checked("--threshold", () -> gate.gate(eps));
    SessionOptions gated = SessionOptions.gates(chosen).policy(residuals);
    float noise = inputThreshold(gated);
    SessionOptions quiet = checked("--input-threshold", () -> gated.inputThreshold(noise));
    KeyframePolicy keyframes =
        checked("--keyframe-every", () -> new KeyframePolicy(keyframeEvery, !noCutDetection));
    SessionOptions keyed = quiet.keyframes(keyframes);
    return new Gating(gate.toString(), eps, checked("--threads", () -> keyed.threads(threads)));
  }

  private float inputThreshold(SessionOptions options) {
    if (options.policy() != ResidualPolicy.CARRY) {
      return 0;
    }
    return inputThreshold != null ? inputThreshold : options.inputThreshold();
  }

  private static <T> T checked(String option, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new BadInput(option + ": " + e.getMessage(), e);
    }
  }
}

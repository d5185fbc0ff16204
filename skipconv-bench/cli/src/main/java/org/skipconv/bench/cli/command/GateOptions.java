package org.skipconv.bench.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.setup.GateChoice;
import org.skipconv.bench.cli.setup.Gating;
import org.skipconv.core.InputThreshold;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GumbelGates;
import org.skipconv.gates.Regions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the skip path's gates. */
public final class GateOptions {
  private static final String LEARNED = "--gate learned";

  @Option(
      names = "--gate",
      paramLabel = "GATE",
      description =
          "What decides whether a pixel is computed: input-norm; output-norm; budget, like"
              + " input-norm but for no more pixels than --budget allows; learned, by parameters"
              + " in the weights file; or none, which computes whatever has changed. Default:"
              + " learned for the embedded networks, else input-norm.")
  private GateChoice gate;

  @Option(
      names = "--threshold",
      paramLabel = "E",
      description =
          "Threshold of the gate, relative to each layer's own magnitude at the last"
              + " keyframe. Default: 0.1 for input-norm (efficientdet-tiny: 0.05) and budget, 0.5"
              + " for output-norm.")
  private Float threshold;

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      description =
          "Largest share of a layer's pixels that a frame computes, those that changed"
              + " most: above 0, at most 1. Only for gate budget.")
  private Double budget;

  @Option(
      names = "--block",
      paramLabel = "B",
      description = "Compute blocks of B x B pixels as a whole: 1, 2, 4 or 8. Default: 1.")
  private Integer block;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Gate and threshold of each layer, and the policy, instead of all other gate"
              + " options: a file written by calibrate or train, or weights with a plan stored"
              + " next to them.")
  private Path plan;

  @Option(
      names = "--plan-scale",
      paramLabel = "F",
      description =
          "Factor for all thresholds of the plan: above 1 costs less, below 1 stays closer"
              + " to the dense path.")
  private Float planScale;

  @Option(
      names = "--input-threshold",
      paramLabel = "auto|E",
      description =
          "Change of an input pixel up to which it counts as noise, in standard deviations;"
              + " auto measures the noise of the frames. Only for policy carry. Default: auto.")
  private NoiseChoice inputThreshold;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "What a change is measured against: carry, the value that a pixel was last"
              + " computed from; or rebase, the frame before, as in the paper. Default: carry;"
              + " for learned gates, the policy they were trained with.")
  private PolicyChoice policy;

  @Mixin private StreamOptions stream;

  /**
   * Returns these options applied to a network. Refuses at once what can be told without one.
   *
   * @param model whose weights are taken as these gates need them
   * @param named the model of that network
   */
  public Function<SkipNetwork, Gating> gating(ModelOptions model, NamedModel<?> named) {
    stream.check();
    if (plan != null) {
      return planned();
    }
    if (planScale != null) {
      throw new BadInput("--plan-scale: there is no --plan to scale");
    }
    GateChoice chosen = gate == null ? usual(model) : gate;
    if (threshold != null && chosen.usualThreshold() == null) {
      throw new BadInput("--threshold: --gate " + chosen + " has no threshold");
    }
    if (budget != null && chosen != GateChoice.BUDGET) {
      throw new BadInput("--budget: only --gate budget has one");
    }
    if (chosen == GateChoice.LEARNED) {
      model.takeGated();
      return learned(model.weights(), model.weightsName());
    }
    Gating uniform = uniform(chosen, named);
    return network -> uniform;
  }

  /** The embedded networks have gates beside them; whoever sets a threshold means another gate. */
  private GateChoice usual(ModelOptions model) {
    boolean untouched =
        threshold == null
            && budget == null
            && block == null
            && inputThreshold == null
            && policy == null;
    return model.embedded() && untouched ? GateChoice.LEARNED : GateChoice.INPUT_NORM;
  }

  /** Returns the file of the plan; null where there is none. */
  Path plan() {
    return plan;
  }

  /** Returns the parts of the pictures that count by the plan; all where there is none. */
  public Regions regions() {
    return plan == null ? Regions.ALL : GateFiles.plan("--plan", plan).regions();
  }

  private Function<SkipNetwork, Gating> planned() {
    Object[] others = {gate, threshold, budget, block, inputThreshold, policy};
    String[] names = {
      "--gate", "--threshold", "--budget", "--block", "--input-threshold", "--policy"
    };
    for (int i = 0; i < others.length; i++) {
      if (others[i] != null) {
        throw new BadInput(names[i] + ": the plan says that; give " + names[i] + " or --plan");
      }
    }
    if (planScale != null && !(planScale >= 0 && planScale <= 1000)) {
      throw new BadInput("--plan-scale must be 0 to 1000, but is " + planScale);
    }
    GatePlan read = GateFiles.plan("--plan", plan);
    GatePlan scaled = planScale == null ? read : read.scaled(planScale);
    return network -> {
      GateFiles.validate("--plan", scaled, plan, network);
      return Gating.plan(plan.toString(), planScale, stream.apply(scaled.options()));
    };
  }

  private Function<SkipNetwork, Gating> learned(Path weights, String weightsName) {
    if (weights == null) {
      throw new BadInput("--gate learned: needs --weights, a file that holds the gates, too");
    }
    if (block != null) {
      throw new BadInput("--block: --gate learned has the blocks that it was trained with");
    }
    if (inputThreshold != null || policy != null) {
      throw new BadInput(
          "--gate learned: its policy and input threshold are those it was trained with");
    }
    return network -> {
      SafeTensors file = GateFiles.weights(LEARNED, weights);
      Optional<GatePlan> beside = GateFiles.planBeside(LEARNED, file, weights, network);
      if (beside.isPresent()) {
        return Gating.plan(weightsName, null, stream.apply(beside.get().options()));
      }
      GumbelGates gates = GateFiles.learned(LEARNED, file, weights, network);
      return Gating.learned(
          GateChoice.LEARNED.toString(),
          weightsName,
          gates.publishedMacs(),
          stream.apply(
              gates.options().withInputThreshold(0), GateFiles.trainedClipFrames(LEARNED, file)));
    };
  }

  private Gating uniform(GateChoice chosen, NamedModel<?> named) {
    if (chosen == GateChoice.BUDGET && budget == null) {
      throw new BadInput("--gate budget: needs --budget, such as --budget 0.1");
    }
    if (inputThreshold != null && policy() != ResidualPolicy.CARRY) {
      throw new BadInput("--input-threshold: only --policy carry has one");
    }
    Float eps = threshold != null ? threshold : usualThreshold(chosen, named);
    int side = block == null ? 1 : block;
    GateSetting pixels =
        BadInput.at("--threshold", () -> GateSetting.of(chosen.kind(), eps == null ? 0 : eps));
    GateSetting blocks = BadInput.at("--block", () -> pixels.withBlock(side));
    GateSetting setting =
        BadInput.at("--budget", () -> budget == null ? blocks : blocks.withBudget(budget));
    SessionOptions gated = SessionOptions.gates(setting.gate()).withPolicy(policy());
    SessionOptions quiet =
        BadInput.at(
            "--input-threshold",
            () -> gated.withInputThreshold(inputThreshold(named.inputDeviation())));
    return Gating.uniform(chosen.toString(), eps, side, budget, stream.apply(quiet));
  }

  private static Float usualThreshold(GateChoice chosen, NamedModel<?> named) {
    return chosen == GateChoice.INPUT_NORM
        ? named.usualThreshold().orElse(chosen.usualThreshold())
        : chosen.usualThreshold();
  }

  private ResidualPolicy policy() {
    return policy == null ? ResidualPolicy.CARRY : policy.policy();
  }

  private InputThreshold inputThreshold(float deviation) {
    if (policy() != ResidualPolicy.CARRY) {
      return InputThreshold.fixed(0);
    }
    return (inputThreshold == null ? NoiseChoice.AUTO : inputThreshold).threshold(deviation);
  }
}

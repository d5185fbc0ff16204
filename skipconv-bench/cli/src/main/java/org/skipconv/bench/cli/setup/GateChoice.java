package org.skipconv.bench.cli.setup;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.skipconv.core.ResidualPolicy;
import org.skipconv.core.SessionOptions;
import org.skipconv.gates.GateSetting;
import org.skipconv.gates.GateSetting.Kind;

/** The gates that the command line knows. */
public enum GateChoice {
  INPUT_NORM("input-norm", Kind.INPUT, 0.1f),
  OUTPUT_NORM("output-norm", Kind.OUTPUT, 0.5f),
  BUDGET("budget", Kind.INPUT, 0.1f),
  LEARNED("learned", null, null),
  NONE("none", Kind.ALL_OPEN, null);

  private final String text;
  private final Kind kind;
  private final Float usualThreshold;

  GateChoice(String text, Kind kind, Float usualThreshold) {
    this.text = text;
    this.kind = kind;
    this.usualThreshold = usualThreshold;
  }

  /** The threshold when none is given; null for a gate that has none. */
  public Float usualThreshold() {
    return usualThreshold;
  }

  /** Default threshold of a single pixel; null when parameters from a file decide. */
  public Kind kind() {
    return kind;
  }

  public static GateChoice parse(String text) {
    for (GateChoice choice : values()) {
      if (choice.text.equals(text)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("no gate \"" + text + "\"; allowed: " + names());
  }

  public static String names() {
    return Arrays.stream(values()).map(GateChoice::toString).collect(Collectors.joining(", "));
  }

  /**
   * This gate for all layers, on one thread.
   *
   * @param threshold null for the usual one
   * @param block side of the blocks that open as a whole
   * @param budget of gate budget, null for any other
   * @throws IllegalArgumentException when one of them is not allowed, or this gate is in a file
   */
  public Gating gating(Float threshold, int block, Double budget, ResidualPolicy policy) {
    if (kind == null) {
      throw new IllegalArgumentException("gate " + text + " is in a file");
    }
    Float eps = threshold != null ? threshold : usualThreshold;
    GateSetting setting = GateSetting.of(kind, eps == null ? 0 : eps).withBlock(block);
    if (budget != null) {
      setting = setting.withBudget(budget);
    }
    SessionOptions options = SessionOptions.gates(setting.gate()).withPolicy(policy);
    if (policy != ResidualPolicy.CARRY) {
      options = options.withInputThreshold(0);
    }
    return Gating.uniform(text, eps, block, budget, options);
  }

  @Override
  public String toString() {
    return text;
  }
}

package org.skipconv.bench.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.skipconv.core.Gate;
import org.skipconv.gates.NormGate;

/** The gates that the command line knows. */
enum GateChoice {
  INPUT_NORM("input-norm", 0.1f),
  OUTPUT_NORM("output-norm", 0.5f),
  NONE("none", null);

  private final String text;
  private final Float usualThreshold;

  GateChoice(String text, Float usualThreshold) {
    this.text = text;
    this.usualThreshold = usualThreshold;
  }

  /** The threshold when none is given; null for a gate that has none. */
  Float usualThreshold() {
    return usualThreshold;
  }

  /** A gate with a threshold, null for one that has none. */
  Gate gate(Float threshold) {
    return switch (this) {
      case INPUT_NORM -> NormGate.input(threshold);
      case OUTPUT_NORM -> NormGate.output(threshold);
      case NONE -> Gate.ALL_OPEN;
    };
  }

  static GateChoice parse(String text) {
    for (GateChoice choice : values()) {
      if (choice.text.equals(text)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("no gate \"" + text + "\"; allowed: " + names());
  }

  static String names() {
    return Arrays.stream(values()).map(GateChoice::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text;
  }
}

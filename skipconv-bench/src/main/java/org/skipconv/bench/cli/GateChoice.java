package org.skipconv.bench.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.skipconv.gates.GateSetting.Kind;

/** The gates that the command line knows. */
enum GateChoice {
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
  Float usualThreshold() {
    return usualThreshold;
  }

  /** What decides on a single pixel; null when parameters from a file do. */
  Kind kind() {
    return kind;
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

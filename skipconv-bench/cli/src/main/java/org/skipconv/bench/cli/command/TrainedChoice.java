package org.skipconv.bench.cli.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.skipconv.gates.training.Trained;

/** Names of what can be trained, as the command line has them. */
record TrainedChoice(Trained trained) {

  static TrainedChoice parse(String text) {
    for (Trained each : Trained.values()) {
      if (name(each).equals(text)) {
        return new TrainedChoice(each);
      }
    }
    throw new IllegalArgumentException("cannot train \"" + text + "\"; allowed: " + names());
  }

  private static String name(Trained trained) {
    return trained.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String names() {
    return Arrays.stream(Trained.values())
        .map(TrainedChoice::name)
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name(trained);
  }
}

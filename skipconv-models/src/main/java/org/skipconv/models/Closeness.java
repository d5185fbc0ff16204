package org.skipconv.models;

import java.util.Objects;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.calibration.MeanOutputError;
import org.skipconv.gates.calibration.OutputDistance;

/**
 * Distances of gated outputs from dense ones.
 *
 * @param name of the distance, as the command line has it
 * @param distance that a tolerance is about
 * @param guide a smooth one that leads a search
 */
public record Closeness(String name, OutputDistance<?> distance, OutputDistance<?> guide) {

  /** Refuses impossible values. */
  public Closeness {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(distance, "distance");
    Objects.requireNonNull(guide, "guide");
  }

  /**
   * {@return the mean relative error of all outputs, which means something for any weights}
   *
   * @param network a network of any kind
   */
  public static Closeness ofOutputs(SkipNetwork network) {
    MeanOutputError error =
        MeanOutputError.relative(network.outputs().keySet().toArray(String[]::new));
    return new Closeness("output-error", error, error);
  }
}

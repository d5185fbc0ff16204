package org.skipconv.models;

import java.util.Objects;

/**
 * Measure of an {@link Agreement} that calibration goes by: what is missing to 1.
 *
 * @param name of the distance, as the command line has it
 * @param measure a key of {@link Agreement#values}, which is 1 where both paths agree
 * @param words what a tolerance is about
 */
public record AgreementLoss(String name, String measure, String words) {

  /** Refuses impossible values. */
  public AgreementLoss {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(words, "words");
  }
}

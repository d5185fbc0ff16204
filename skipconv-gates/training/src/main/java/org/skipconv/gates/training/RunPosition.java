package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Position of a run, besides its tensors.
 *
 * @param step the last one that was taken
 * @param minutes that all steps took so far
 * @param beta as adapted
 * @param bestScore of the validations so far, infinite before the first
 * @param bestStep after which the best state was, 0 for the start
 * @param sinceBest validations since then
 */
record RunPosition(
    int step, double minutes, double beta, double bestScore, int bestStep, int sinceBest) {

  RunPosition {
    require("step", step, step >= 0);
    require("minutes", minutes, minutes >= 0 && Double.isFinite(minutes));
    require("beta", beta, beta >= 0 && Double.isFinite(beta));
    require("bestScore", bestScore, !Double.isNaN(bestScore));
    require("bestStep", bestStep, bestStep >= 0 && bestStep <= step);
    require("sinceBest", sinceBest, sinceBest >= 0);
  }

  private static void require(String name, Object value, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }

  Map<String, String> toMetadata() {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("step", Integer.toString(step));
    numbers.put("minutes", Double.toString(minutes));
    numbers.put("beta", Double.toString(beta));
    numbers.put("bestScore", Double.toString(bestScore));
    numbers.put("bestStep", Integer.toString(bestStep));
    numbers.put("sinceBest", Integer.toString(sinceBest));
    return numbers;
  }

  /**
   * Reads what {@link #toMetadata} wrote.
   *
   * @throws IllegalArgumentException when a number is missing or makes no sense
   */
  static RunPosition of(Map<String, String> numbers) {
    return new RunPosition(
        Integer.parseInt(text(numbers, "step")),
        Double.parseDouble(text(numbers, "minutes")),
        Double.parseDouble(text(numbers, "beta")),
        Double.parseDouble(text(numbers, "bestScore")),
        Integer.parseInt(text(numbers, "bestStep")),
        Integer.parseInt(text(numbers, "sinceBest")));
  }

  private static String text(Map<String, String> numbers, String name) {
    String text = numbers.get(name);
    if (text == null) {
      throw new IllegalArgumentException("it does not say " + name);
    }
    return text;
  }
}
